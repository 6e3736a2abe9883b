import assert from "node:assert/strict";
import fc from "fast-check";
import { createMetricStore, type Datum } from "./metric_store.ts";
import { sampleOf } from "./statistics.ts";

const name = { namespace: "Shop", metricName: "Latency", dimensions: [] };

function datum(timestampMs: number, value: number, extra: Partial<Datum> = {}): Datum {
  const sample = sampleOf(value);
  return { ...name, timestampMs, unit: "None", highResolution: true, sample, ...extra };
}

Deno.test("createMetricStore() tells series apart by dimensions, whatever their order", () => {
  const store = createMetricStore(() => 0);
  const [a, b] = [{ Name: "a", Value: "1" }, { Name: "b", Value: "2" }];
  store.add(datum(0, 1, { dimensions: [a, b] }));
  const range = { startMs: 0, endMs: 60_000, periodMs: 60_000 };
  assert.equal(store.read({ ...name, dimensions: [b, a] }, range).length, 1);
  assert.equal(store.read({ ...name, dimensions: [a] }, range).length, 0);
  assert.equal(store.read(name, range).length, 0);
  assert.deepEqual(store.list().map(({ dimensions }) => dimensions), [[a, b]]);
});

Deno.test("createMetricStore() reads data by the minute only in whole minutes", () => {
  const store = createMetricStore(() => 0);
  store.add(datum(61_000, 1, { highResolution: false }));
  const at = (periodMs: number) => store.read(name, { startMs: 0, endMs: 120_000, periodMs });
  assert.deepEqual(at(1_000), []);
  assert.deepEqual(at(60_000).map(({ startMs }) => startMs), [60_000]);
  assert.deepEqual(at(120_000).map(({ startMs }) => startMs), [0]);
});

Deno.test("createMetricStore() reads data by the second for three hours, then by the minute", () => {
  let nowMs = 10_000;
  const store = createMetricStore(() => nowMs);
  store.add(datum(5_000, 1));
  const at = (periodMs: number) => store.read(name, { startMs: 0, endMs: 60_000, periodMs }).length;
  assert.deepEqual([at(1_000), at(60_000)], [1, 1]);
  nowMs += 3 * 3_600_000;
  assert.deepEqual([at(1_000), at(60_000)], [0, 1]);
});

Deno.test("createMetricStore() keeps units apart, and reads one of them when told", () => {
  const store = createMetricStore(() => 0);
  store.add(datum(0, 1, { unit: "Seconds" }));
  store.add(datum(0, 1_000, { unit: "Milliseconds" }));
  const range = { startMs: 0, endMs: 1_000, periodMs: 1_000 };
  assert.deepEqual(store.read(name, range).map(({ unit }) => unit), ["Seconds", "Milliseconds"]);
  const [only] = store.read(name, { ...range, unit: "Milliseconds" });
  assert.equal(only?.sample.sum, 1_000);
});

Deno.test("createMetricStore() puts every value into the period it came in, in any order", () => {
  const event = fc.record({ at: fc.nat(119_999), value: fc.integer({ min: 0, max: 9 }) });
  const periods = fc.constantFrom(1, 5, 10, 30, 60);
  fc.assert(fc.property(fc.array(event, { maxLength: 60 }), periods, (events, periodS) => {
    const store = createMetricStore(() => 0);
    const expected = new Map<number, number>();
    const periodMs = periodS * 1_000;
    for (const { at, value } of events) {
      store.add(datum(at, value));
      const startMs = Math.floor(at / periodMs) * periodMs;
      expected.set(startMs, (expected.get(startMs) ?? 0) + value);
    }
    const points = store.read(name, { startMs: 0, endMs: 120_000, periodMs });
    assert.deepEqual(
      points.map(({ startMs, sample }) => [startMs, sample.sum]),
      [...expected].sort((a, b) => a[0] - b[0]),
    );
  }));
});

Deno.test("createMetricStore() keeps a sample apart from the one it was given", () => {
  const store = createMetricStore(() => 0);
  const shared = datum(0, 1);
  store.add(shared);
  store.add(shared);
  assert.equal(shared.sample.sampleCount, 1);
  const [point] = store.read(name, { startMs: 0, endMs: 1_000, periodMs: 1_000 });
  assert.equal(point?.sample.sampleCount, 2);
});
