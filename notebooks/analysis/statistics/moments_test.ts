import assert from "node:assert/strict";
import { standardDeviation, variance } from "./moments.ts";

Deno.test("variance() is not swallowed by a large mean", () => {
  // By `Σ x² − n x̄²` this would be 0 or negative.
  assert.equal(variance([1e9 + 1, 1e9 + 2, 1e9 + 4]), 7 / 3);
  assert.equal(variance([0.1, 0.1, 0.1, 0.1]), 0);
});

Deno.test("variance() needs two values, and finite ones", () => {
  assert.equal(variance([]), undefined);
  assert.equal(standardDeviation([1]), undefined);
  assert.throws(() => variance([1, NaN]), /values must be finite, got NaN at index 1/);
  assert.throws(() => standardDeviation([Infinity, 1]), /got Infinity at index 0/);
});
