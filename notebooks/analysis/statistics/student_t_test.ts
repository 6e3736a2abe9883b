import assert from "node:assert/strict";
import fc from "fast-check";
import { studentTCdf, studentTQuantile, studentTTwoSidedP } from "./student_t.ts";

const close = (got: number, wanted: number) =>
  assert.ok(Math.abs(got - wanted) <= 1e-10 * Math.abs(wanted), `${got}, ${wanted}`);

Deno.test("studentTCdf() and studentTTwoSidedP() give SciPy's values", () => {
  const cases: [number, number, number, number][] = [
    [0, 4, 0.5, 1],
    [-1.3, 4, 0.13172579823561206, 0.2634515964712241],
    [2.5, 17.3, 0.9886262499120995, 0.02274750017580115],
    [40, 3, 0.9999828096596054, 3.4380680789158506e-05],
    [-1000, 9.5, 1.757152791994499e-25, 3.514305583988998e-25],
    [1.96, 1e6, 0.9750019662073651, 0.04999606758526985],
  ];
  for (const [t, degrees, below, twoSided] of cases) {
    close(studentTCdf(t, degrees), below);
    close(studentTTwoSidedP(t, degrees), twoSided);
  }
});

Deno.test("studentTQuantile() gives SciPy's values", () => {
  const cases: [number, number, number][] = [
    [0.975, 4, 2.7764451051977934],
    [0.025, 9, -2.2621571627982053],
    [0.6, 2.5, 0.2814595127485477],
    [0.9995, 1, 636.6192487687897],
    [1e-12, 7.7, -77.66369860039947],
    [0.95, 1e6, 1.6448551507220404],
    [0.5, 3, 0],
  ];
  for (const [p, degrees, t] of cases) close(studentTQuantile(p, degrees), t);
});

Deno.test("studentTQuantile() is the inverse of studentTCdf()", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      (p, degrees) => {
        const back = studentTCdf(studentTQuantile(p, degrees), degrees);
        assert.ok(Math.abs(back - p) < 1e-11, `${back}, ${p}`);
      },
    ),
  );
});

Deno.test("Student's t refuses what it has no value for", () => {
  assert.throws(() => studentTCdf(1, 0), /degrees of freedom must be from 1 to 1e9, got 0/);
  assert.throws(() => studentTQuantile(0.5, Infinity), /got Infinity/);
  assert.throws(() => studentTQuantile(1, 4), /p must be between 0 and 1, got 1/);
  assert.throws(() => studentTTwoSidedP(NaN, 4), /got NaN/);
});
