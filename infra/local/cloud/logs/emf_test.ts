import assert from "node:assert/strict";
import { readEmbeddedMetrics } from "./emf.ts";

function line(members: object, directive: object = {}, timestamp: unknown = 5_000): string {
  const CloudWatchMetrics = [{
    Namespace: "Shop",
    Dimensions: [["service"]],
    Metrics: [{ Name: "Latency", Unit: "Milliseconds" }],
    ...directive,
  }];
  return JSON.stringify({ _aws: { Timestamp: timestamp, CloudWatchMetrics }, ...members });
}

Deno.test("readEmbeddedMetrics() reads a metric for each set of dimensions", () => {
  const sets = { Dimensions: [["service"], ["service", "trial"], []] };
  const data = readEmbeddedMetrics(line({ service: "api", trial: "t", Latency: 7 }, sets));
  const api = { Name: "service", Value: "api" };
  assert.deepEqual(data.map(({ dimensions }) => dimensions), [
    [api],
    [api, { Name: "trial", Value: "t" }],
    [],
  ]);
  const [first] = data;
  assert.deepEqual([first?.namespace, first?.metricName], ["Shop", "Latency"]);
  assert.deepEqual([first?.timestampMs, first?.unit], [5_000, "Milliseconds"]);
  assert.deepEqual([first?.highResolution, first?.sample.sum], [false, 7]);
});

Deno.test("readEmbeddedMetrics() reads arrays of values, and the resolution", () => {
  const Metrics = [{ Name: "Latency", StorageResolution: 1 }];
  const [datum] = readEmbeddedMetrics(line({ service: "api", Latency: [1, 2, 2] }, { Metrics }));
  assert.deepEqual([datum?.sample.sampleCount, datum?.sample.sum], [3, 5]);
  assert.deepEqual([datum?.highResolution, datum?.unit], [true, "None"]);
});

Deno.test("readEmbeddedMetrics() has a metric without dimensions where none are named", () => {
  for (const Dimensions of [undefined, []]) {
    const data = readEmbeddedMetrics(line({ Latency: 1 }, { Dimensions }));
    assert.deepEqual(data.map(({ dimensions }) => dimensions), [[]]);
  }
});

const without = [
  "no JSON with _aws",
  '{"_aws": broken',
  '{"event":"completed"}',
  '{"_aws":7}',
  '["_aws"]',
  line({ service: "api" }),
  line({ service: "api", Latency: "slow" }),
  line({ service: "api", Latency: Array(101).fill(1) }),
  line({ service: "api", Latency: [1, null] }),
  line({ service: 7, Latency: 1 }),
  line({ Latency: 1 }),
  line({ service: "api", Latency: 1 }, {}, "now"),
  line({ service: "api", Latency: 1 }, { Namespace: 7 }),
  line({ service: "api", Latency: 1 }, { Metrics: [{ Name: "Latency", Unit: "Furlongs" }] }),
  line({ service: "api", Latency: 1 }, { Metrics: [7] }),
  line({ service: "api", Latency: 1 }, { Dimensions: [7] }),
];

Deno.test("readEmbeddedMetrics() finds none in lines that embed none, or wrongly", () => {
  for (const message of without) assert.deepEqual(readEmbeddedMetrics(message), [], message);
});
