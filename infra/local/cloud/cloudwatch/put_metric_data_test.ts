import assert from "node:assert/strict";
import { AwsError } from "../http/aws_error.ts";
import { createMetricStore } from "./metric_store.ts";
import { type MetricDatum, putMetricData, UNITS } from "./put_metric_data.ts";

const NOW_MS = 1_800_000_000_000;
const nowS = NOW_MS / 1_000;

function put(data: MetricDatum[], namespace = "Shop") {
  const store = createMetricStore(() => NOW_MS);
  putMetricData(store, { Namespace: namespace, MetricData: data }, NOW_MS);
  return store;
}

const one: MetricDatum = { MetricName: "Latency", Value: 1 };
const day = 86_400;
const numbers = (length: number) => Array.from({ length }, (_, i) => i);
const dimensions = (length: number) => numbers(length).map((i) => ({ Name: `d${i}`, Value: "x" }));
const set = { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 };

const taken: [string, MetricDatum][] = [
  ["two weeks old", { ...one, Timestamp: nowS - 14 * day }],
  ["two hours ahead", { ...one, Timestamp: nowS + 7_200 }],
  ["the largest value", { ...one, Value: 2 ** 360 }],
  ["the smallest value", { ...one, Value: -(2 ** 360) }],
  ["150 values", { MetricName: "X", Values: numbers(150) }],
  ["30 dimensions", { ...one, Dimensions: dimensions(30) }],
  ["a statistic set", { MetricName: "X", StatisticValues: set }],
  ["no time", one],
];

const refused: [string, MetricDatum, code: string][] = [
  ["older than two weeks", { ...one, Timestamp: nowS - 14 * day - 1 }, "InvalidParameterValue"],
  ["over two hours ahead", { ...one, Timestamp: nowS + 7_201 }, "InvalidParameterValue"],
  ["too large a value", { ...one, Value: 2 ** 361 }, "InvalidParameterValue"],
  ["NaN", { ...one, Value: NaN }, "InvalidParameterValue"],
  ["infinity", { MetricName: "X", Values: [1, -Infinity] }, "InvalidParameterValue"],
  ["151 values", { MetricName: "X", Values: numbers(151) }, "InvalidParameterValue"],
  ["fewer counts", { MetricName: "X", Values: [1, 2], Counts: [1] }, "InvalidParameterValue"],
  ["a negative count", { MetricName: "X", Values: [1], Counts: [-1] }, "InvalidParameterValue"],
  ["31 dimensions", { ...one, Dimensions: dimensions(31) }, "InvalidParameterValue"],
  ["an unknown unit", { ...one, Unit: "Furlongs" }, "InvalidParameterValue"],
  ["another resolution", { ...one, StorageResolution: 5 }, "InvalidParameterValue"],
  ["an empty name", { ...one, MetricName: "" }, "InvalidParameterValue"],
  ["a long name", { ...one, MetricName: "x".repeat(256) }, "InvalidParameterValue"],
  ["a name beyond ASCII", { ...one, MetricName: "é" }, "InvalidParameterValue"],
  [
    "a blank dimension",
    { ...one, Dimensions: [{ Name: "a", Value: " " }] },
    "InvalidParameterValue",
  ],
  [
    "a colon dimension",
    { ...one, Dimensions: [{ Name: ":a", Value: "x" }] },
    "InvalidParameterValue",
  ],
  [
    "an empty set",
    { MetricName: "X", StatisticValues: { ...set, SampleCount: 0 } },
    "InvalidParameterValue",
  ],
  [
    "a set upside down",
    { MetricName: "X", StatisticValues: { ...set, Minimum: 9 } },
    "InvalidParameterValue",
  ],
  ["value and values", { ...one, Values: [1] }, "InvalidParameterCombination"],
  ["value and set", { ...one, StatisticValues: set }, "InvalidParameterCombination"],
  ["no value", { MetricName: "X" }, "MissingParameter"],
  ["no values", { MetricName: "X", Values: [] }, "MissingParameter"],
];

Deno.test("putMetricData() takes what CloudWatch takes", () => {
  for (const [name, datum] of taken) assert.equal(put([datum]).list().length, 1, name);
  for (const Unit of UNITS) put([{ ...one, Unit }]);
  assert.equal(UNITS.size, 27);
});

Deno.test("putMetricData() refuses what CloudWatch refuses, by code", () => {
  for (const [name, datum, code] of refused) {
    assert.throws(
      () => put([datum]),
      (error) => error instanceof AwsError && error.queryCode === code,
      name,
    );
  }
});

Deno.test("putMetricData() refuses namespaces of AWS, and more than 1,000 metrics", () => {
  put([one], "Shop/AWS");
  put(numbers(1_000).map(() => one));
  assert.throws(() => put([one], "AWS/SQS"), /AWS\/SQS/);
  assert.throws(() => put([one], ":Shop"), /:Shop/);
  assert.throws(() => put(numbers(1_001).map(() => one)), /1000/);
  assert.throws(() => put([]), /MetricData is required/);
  const store = createMetricStore(() => NOW_MS);
  const input = { Namespace: "Shop", MetricData: [one], EntityMetricData: [] };
  assert.throws(() => putMetricData(store, input, NOW_MS), /EntityMetricData/);
});

Deno.test("putMetricData() adds all of a request or nothing", () => {
  const store = createMetricStore(() => NOW_MS);
  const input = { Namespace: "Shop", MetricData: [one, { MetricName: "X" }] };
  assert.throws(() => putMetricData(store, input, NOW_MS));
  assert.deepEqual(store.list(), []);
});

Deno.test("putMetricData() knows every value of a statistic set that is one value", () => {
  const range = { startMs: NOW_MS - 60_000, endMs: NOW_MS + 60_000, periodMs: 60_000 };
  const raw = (StatisticValues: typeof set) => {
    const store = put([{ MetricName: "X", StatisticValues }]);
    const [point] = store.read({ namespace: "Shop", metricName: "X", dimensions: [] }, range);
    return point?.sample.raw;
  };
  assert.equal(raw(set), false);
  assert.equal(raw({ SampleCount: 3, Sum: 6, Minimum: 2, Maximum: 2 }), true);
  assert.equal(raw({ SampleCount: 1, Sum: 2, Minimum: 2, Maximum: 2 }), true);
});
