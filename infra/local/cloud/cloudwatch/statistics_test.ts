import assert from "node:assert/strict";
import fc from "fast-check";
import {
  mergeSamples,
  parsePercentile,
  parseStatistic,
  percentileOf,
  type Sample,
  sampleOf,
  statisticOf,
} from "./statistics.ts";

const whole = fc.integer({ min: 0, max: 1_000 });

function merged(values: number[]): Sample {
  const sample = mergeSamples(values.map((value) => sampleOf(value)));
  assert.ok(sample);
  return sample;
}

Deno.test("mergeSamples() has the count, sum, minimum and maximum of all values", () => {
  fc.assert(fc.property(fc.array(whole, { minLength: 1, maxLength: 50 }), (values) => {
    const sample = merged(values);
    const sum = values.reduce((a, b) => a + b);
    assert.equal(statisticOf(sample, { name: "SampleCount" }), values.length);
    assert.equal(statisticOf(sample, { name: "Sum" }), sum);
    assert.equal(statisticOf(sample, { name: "Average" }), sum / values.length);
    assert.equal(statisticOf(sample, { name: "Minimum" }), Math.min(...values));
    assert.equal(statisticOf(sample, { name: "Maximum" }), Math.max(...values));
  }));
});

Deno.test("percentileOf() is the nearest rank of the sorted values", () => {
  const percent = fc.integer({ min: 0, max: 1_000 }).map((tenths) => tenths / 10);
  fc.assert(fc.property(fc.array(whole, { minLength: 1 }), percent, (values, p) => {
    const sorted = values.toSorted((a, b) => a - b);
    const rank = Math.max(1, Math.ceil(Number(((p / 100) * values.length).toFixed(9))));
    assert.equal(percentileOf(merged(values), p), sorted[rank - 1]);
  }));
});

Deno.test("mergeSamples() does not depend on how values were grouped, and changes no input", () => {
  fc.assert(fc.property(fc.array(fc.array(whole, { minLength: 1 }), { minLength: 1 }), (groups) => {
    const parts = groups.map(merged);
    const before = structuredClone(parts);
    const sample = mergeSamples(parts);
    assert.ok(sample);
    const flat = merged(groups.flat());
    assert.equal(sample.sum, flat.sum);
    for (const p of [0, 50, 95, 99.9, 100]) {
      assert.equal(percentileOf(sample, p), percentileOf(flat, p));
    }
    assert.deepEqual(parts, before);
  }));
});

Deno.test("percentileOf() is unknown for statistic sets of several values and for negative values", () => {
  const set: Sample = { sampleCount: 3, sum: 6, minimum: 1, maximum: 3, raw: false };
  assert.equal(percentileOf(set, 50), undefined);
  assert.equal(percentileOf(mergeSamples([sampleOf(2), set]) ?? set, 50), undefined);
  assert.equal(percentileOf(sampleOf(-1), 50), undefined);
  assert.equal(percentileOf(sampleOf(4, 3), 50), 4);
});

Deno.test("mergeSamples() of nothing is nothing, and an empty sample has no average", () => {
  assert.equal(mergeSamples([]), undefined);
  assert.equal(statisticOf(sampleOf(1, 0), { name: "Average" }), undefined);
});

Deno.test("parseStatistic() knows the five statistics and p0 to p100", () => {
  for (const name of ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]) {
    assert.equal(parseStatistic(name)?.name, name);
  }
  assert.deepEqual(parseStatistic("p99.9"), { name: "percentile", percent: 99.9 });
  assert.deepEqual(parsePercentile("p100"), { name: "percentile", percent: 100 });
  for (const name of ["p100.1", "p", "tm95", "p-1", "average", "IQM"]) {
    assert.equal(parseStatistic(name), undefined, name);
  }
});
