import assert from "node:assert/strict";
import fc from "fast-check";
import { logBeta, logGamma, regularisedIncompleteBeta } from "./incomplete_beta.ts";

const close = (got: number, wanted: number) =>
  assert.ok(Math.abs(got - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)), `${got}, ${wanted}`);

Deno.test("regularisedIncompleteBeta() gives the values of SciPy's betainc", () => {
  const cases: [number, number, number, number][] = [
    [0.3, 2.5, 0.5, 0.018927124071945658],
    [0.9, 40, 3, 0.19510765482693676],
    [1e-6, 0.5, 5e5, 0.6826894921371461],
    [0.5, 7, 7, 0.5],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ];
  for (const [x, a, b, wanted] of cases) close(regularisedIncompleteBeta(x, a, b), wanted);
});

Deno.test("regularisedIncompleteBeta() is mirrored when its arguments are swapped", () => {
  const shape = fc.double({ min: 0.1, max: 90, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
      close(regularisedIncompleteBeta(x, a, b) + regularisedIncompleteBeta(1 - x, b, a), 1);
    }),
  );
});

Deno.test("regularisedIncompleteBeta() refuses what its fraction cannot reach", () => {
  assert.throws(() => regularisedIncompleteBeta(0.5, NaN, 1), /must be above 0/);
});

Deno.test("logGamma() is the logarithm of the factorials, and rises by ln x", () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    close(logGamma(n), Math.log(factorial));
    factorial *= n;
  }
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (x) => {
      close(logGamma(x + 1) - logGamma(x), Math.log(x));
    }),
  );
});

Deno.test("logBeta() keeps its digits where one argument is large", () => {
  // B(a, 1) = 1 / a and B(a, 2) = 1 / (a (a + 1)).
  for (const a of [0.25, 3, 9.9, 10, 1e4, 1e9]) {
    close(logBeta(a, 1), -Math.log(a));
    close(logBeta(2, a), -Math.log(a) - Math.log1p(a));
  }
});
