import assert from "node:assert/strict";
import fc from "fast-check";
import { mean } from "../../../experiments/run/quantiles.ts";
import { meanInterval } from "./mean_interval.ts";

const DRAINS = [28.14, 28.02, 28.31, 27.96, 28.22, 28.09];

Deno.test("meanInterval() gives SciPy's interval", () => {
  const cases: [number, number, number][] = [
    [0.95, 27.988177321658867, 28.258489345007803],
    [0.99, 27.911331382411742, 28.335335284254928],
  ];
  for (const [confidence, low, high] of cases) {
    const got = meanInterval(DRAINS, confidence)!;
    assert.ok(Math.abs(got[0] - low) < 1e-11 && Math.abs(got[1] - high) < 1e-11, String(got));
  }
});

Deno.test("meanInterval() invents none of fewer than five values", () => {
  for (let n = 0; n < 5; n++) assert.equal(meanInterval(DRAINS.slice(0, n)), undefined);
  assert.ok(meanInterval(DRAINS.slice(0, 5)));
});

Deno.test("meanInterval() has no width where nothing varies", () => {
  assert.deepEqual(meanInterval([3, 3, 3, 3, 3]), [3, 3]);
});

Deno.test("meanInterval() holds the mean, and more so with more confidence", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 5 });
  fc.assert(fc.property(values, (all) => {
    const [low, high] = meanInterval(all, 0.9)!;
    const [lower, higher] = meanInterval(all, 0.99)!;
    const center = mean(all)!;
    assert.ok(lower <= low && low <= center && center <= high && high <= higher);
  }));
});

Deno.test("meanInterval() refuses a confidence that is none", () => {
  for (const confidence of [0, 1, 95, NaN]) {
    assert.throws(() => meanInterval(DRAINS, confidence), /confidence must be between 0 and 1/);
  }
});
