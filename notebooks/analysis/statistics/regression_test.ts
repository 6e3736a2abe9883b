import assert from "node:assert/strict";
import { linearRegression } from "./regression.ts";

const XS = [0, 1, 2, 3, 4, 5, 6];
const YS = [2.1, 3.9, 6.2, 7.8, 10.3, 11.7, 14.4];

Deno.test("linearRegression() gives SciPy's line", () => {
  const { slope, intercept, rSquared, slopeInterval } = linearRegression(XS, YS)!;
  const wanted = [
    2.0214285714285714,
    1.9928571428571429,
    0.9964788732394363,
    1.8832910643096026,
    2.15956607854754,
  ];
  [slope, intercept, rSquared!, ...slopeInterval!].forEach((value, index) => {
    assert.ok(Math.abs(value - wanted[index]!) < 1e-11, `${value}, ${wanted[index]}`);
  });
});

Deno.test("linearRegression() does not lose a slope at a late time", () => {
  const late = linearRegression(XS.map((x) => x + 1e9), YS)!;
  assert.ok(Math.abs(late.slope - 2.0214285714285714) < 1e-11);
});

Deno.test("linearRegression() leaves out what the points do not give", () => {
  assert.equal(linearRegression([], []), undefined);
  assert.equal(linearRegression([3, 3, 3], [1, 2, 3]), undefined);
  assert.deepEqual(linearRegression([0, 2], [1, 1]), { slope: 0, intercept: 1 });
  assert.equal(linearRegression(XS.slice(0, 4), YS.slice(0, 4))!.slopeInterval, undefined);
});

Deno.test("linearRegression() refuses points without their y", () => {
  assert.throws(() => linearRegression([1, 2], [1]), /as many y as x, got 1 and 2/);
  assert.throws(() => linearRegression([1, NaN], [1, 2]), /finite/);
});
