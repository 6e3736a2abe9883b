import assert from "node:assert/strict";
import { mean, quantile } from "../../../experiments/run/quantiles.ts";
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";
import { bootstrapDifferenceInterval, bootstrapInterval } from "./bootstrap.ts";
import { meanInterval } from "./mean_interval.ts";

const random = createSeededRandom(7);
const uniform = (n: number) => Array.from({ length: n }, () => random.next());

Deno.test("bootstrapInterval() of a mean is Student's where there are many values", () => {
  const values = uniform(2000);
  const got = bootstrapInterval(values, mean, { seed: 1, resamples: 4000 })!;
  const wanted = meanInterval(values)!;
  const width = wanted[1] - wanted[0];
  got.forEach((end, index) => assert.ok(Math.abs(end - wanted[index]!) < 0.1 * width));
});

Deno.test("bootstrapInterval() holds the true median about as often as it says", () => {
  let held = 0;
  for (let seed = 0; seed < 200; seed++) {
    const options = { seed, resamples: 1000, confidence: 0.9 };
    const [low, high] = bootstrapInterval(uniform(60), (all) => quantile(all, 0.5), options)!;
    if (low <= 0.5 && 0.5 <= high) held++;
  }
  // Binomial(200, 0.9) is outside of this once in 10,000.
  assert.ok(held >= 162 && held <= 196, `${held} of 200`);
});

Deno.test("bootstrapDifferenceInterval() turns round where groups are exchanged", () => {
  const [a, b] = [uniform(400), uniform(400).map((value) => value + 0.2)];
  const there = bootstrapDifferenceInterval(a, b, mean, { seed: 3, resamples: 4000 })!;
  const back = bootstrapDifferenceInterval(b, a, mean, { seed: 3, resamples: 4000 })!;
  assert.ok(there[0] > 0.1 && there[1] < 0.3);
  assert.ok(Math.abs(there[0] + back[1]) < 0.01 && Math.abs(there[1] + back[0]) < 0.01);
});

Deno.test("a bootstrap depends on its seed, and on the order of the values not at all", () => {
  const values = uniform(50);
  const first = bootstrapInterval(values, mean, { seed: 1 });
  assert.deepEqual(bootstrapInterval(values.toReversed(), mean, { seed: 1 }), first);
  assert.notDeepEqual(bootstrapInterval(values, mean, { seed: 2 }), first);
});

Deno.test("a bootstrap gives nothing of fewer than five values, or of no statistic", () => {
  assert.equal(bootstrapInterval([1, 2, 3, 4], mean, { seed: 1 }), undefined);
  assert.equal(bootstrapInterval([1, 2, 3, 4, 5], () => undefined, { seed: 1 }), undefined);
  const [few, enough] = [[1, 2], [1, 2, 3, 4, 5]];
  assert.equal(bootstrapDifferenceInterval(few, enough, mean, { seed: 1 }), undefined);
});

Deno.test("a bootstrap refuses bad options", () => {
  const values = [1, 2, 3, 4, 5];
  assert.throws(() => bootstrapInterval(values, mean, { seed: -1 }), /seed must be/);
  assert.throws(
    () => bootstrapInterval(values, mean, { seed: 1, resamples: 10 }),
    /resamples must be a whole number from 1000 on, got 10/,
  );
});
