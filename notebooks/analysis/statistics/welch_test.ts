import assert from "node:assert/strict";
import fc from "fast-check";
import { welchDifference } from "./welch.ts";

const BEFORE = [28.14, 28.02, 28.31, 27.96, 28.22, 28.09];
const AFTER = [25.4, 26.1, 24.9, 27.3, 25.8];

Deno.test("welchDifference() gives SciPy's interval, p and degrees of freedom", () => {
  const got = welchDifference(BEFORE, AFTER)!;
  const wanted = [-3.339243431085971, -1.1074232355807014, 0.004960975560009188, 4.135877095982908];
  [...got.interval, got.p, got.degrees].forEach((value, index) => {
    assert.ok(Math.abs(value - wanted[index]!) < 1e-11, `${value}, ${wanted[index]}`);
  });
});

Deno.test("welchDifference() turns round with its groups", () => {
  const group = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 5 });
  fc.assert(fc.property(group, group, (a, b) => {
    const [there, back] = [welchDifference(a, b)!, welchDifference(b, a)!];
    assert.ok(Math.abs(there.difference + back.difference) < 1e-9);
    assert.ok(Math.abs(there.interval[0] + back.interval[1]) < 1e-6);
    assert.ok(Math.abs(there.p - back.p) < 1e-9);
    // The interval leaves out 0 exactly where p is below 5 %.
    if (Math.abs(there.p - 0.05) > 1e-9) {
      assert.equal(there.interval[0] > 0 || there.interval[1] < 0, there.p < 0.05);
    }
  }));
});

Deno.test("welchDifference() says what it can where nothing varies", () => {
  const zeros = [0, 0, 0, 0, 0];
  const tens = [10, 10, 10, 10, 10];
  assert.deepEqual(welchDifference(zeros, tens), {
    difference: 10,
    interval: [10, 10],
    p: 0,
    degrees: 8,
  });
  assert.equal(welchDifference(tens, tens)!.p, 1);
});

Deno.test("welchDifference() invents nothing of fewer than five values", () => {
  assert.equal(welchDifference(BEFORE.slice(0, 4), AFTER), undefined);
  assert.equal(welchDifference(BEFORE, AFTER.slice(0, 4)), undefined);
});
