import assert from "node:assert/strict";
import fc from "fast-check";
import { getMetricData, type GetMetricDataInput } from "./get_metric_data.ts";
import { createMetricStore, type MetricStore } from "./metric_store.ts";
import { sampleOf } from "./statistics.ts";

interface Page {
  MetricDataResults: { Id: string; Timestamps: number[]; Values: number[]; StatusCode: string }[];
  NextToken?: string;
}

function fill(store: MetricStore, metricName: string, seconds: readonly number[]): void {
  for (const second of seconds) {
    store.add({
      ...{ namespace: "Shop", metricName, dimensions: [], unit: "None", highResolution: true },
      timestampMs: second * 1_000,
      sample: sampleOf(second),
    });
  }
}

function request(names: readonly string[], more: Partial<GetMetricDataInput> = {}) {
  const MetricDataQueries = names.map((MetricName, i) => ({
    Id: `q${i}`,
    MetricStat: { Metric: { Namespace: "Shop", MetricName }, Period: 1, Stat: "Sum" },
  }));
  return { MetricDataQueries, StartTime: 0, EndTime: 600, ...more };
}

Deno.test("getMetricData() gives every datapoint once over its pages, in the order asked for", () => {
  const seconds = fc.uniqueArray(fc.nat(599), { maxLength: 25 });
  const order = fc.constantFrom("TimestampAscending", "TimestampDescending");
  const pageSize = fc.integer({ min: 1, max: 12 });
  fc.assert(fc.property(fc.array(seconds, { minLength: 1, maxLength: 4 }), order, pageSize, (
    series,
    ScanBy,
    MaxDatapoints,
  ) => {
    const store = createMetricStore(() => 0);
    const names = series.map((_, i) => `m${i}`);
    series.forEach((at, i) => fill(store, `m${i}`, at));
    const seen = new Map<string, number[]>(series.map((_, i) => [`q${i}`, []]));
    const complete = new Set<string>();
    let token: string | undefined;
    do {
      const next = token === undefined ? {} : { NextToken: token };
      const input = request(names, { ScanBy, MaxDatapoints, ...next });
      const page = getMetricData(store, input) as Page;
      const points = page.MetricDataResults.flatMap(({ Values }) => Values).length;
      assert.ok(points <= MaxDatapoints);
      assert.ok(points > 0 || page.NextToken === undefined);
      for (const { Id, Values, Timestamps, StatusCode } of page.MetricDataResults) {
        assert.deepEqual(Timestamps, Values);
        seen.get(Id)?.push(...Values);
        if (StatusCode === "Complete") complete.add(Id);
      }
      token = page.NextToken;
    } while (token !== undefined);
    const sign = ScanBy === "TimestampAscending" ? 1 : -1;
    series.forEach((at, i) => {
      assert.deepEqual(seen.get(`q${i}`), at.toSorted((a, b) => sign * (a - b)));
    });
    assert.equal(complete.size, series.length);
  }));
});

Deno.test("getMetricData() neither repeats nor hides data that came between two pages", () => {
  const store = createMetricStore(() => 0);
  fill(store, "m", [1, 2, 3, 4]);
  const first = getMetricData(store, request(["m"], { MaxDatapoints: 2 })) as Page;
  assert.deepEqual(first.MetricDataResults[0]?.Values, [4, 3]);
  fill(store, "m", [5]);
  const input = request(["m"], { MaxDatapoints: 2, NextToken: first.NextToken ?? "" });
  const second = getMetricData(store, input) as Page;
  assert.deepEqual(second.MetricDataResults[0]?.Values, [2, 1]);
  assert.equal(second.NextToken, undefined);
});

Deno.test("getMetricData() takes a token only for the request that it was given for", () => {
  const store = createMetricStore(() => 0);
  fill(store, "m", [1, 2, 3]);
  const { NextToken = "" } = getMetricData(store, request(["m"], { MaxDatapoints: 1 })) as Page;
  for (
    const input of [
      request(["m"], { MaxDatapoints: 2, NextToken }),
      request(["n"], { MaxDatapoints: 1, NextToken }),
      request(["m"], { MaxDatapoints: 1, NextToken: "garbage" }),
    ]
  ) {
    assert.throws(() => getMetricData(store, input), { shape: "InvalidNextToken" });
  }
});

Deno.test("getMetricData() leaves out queries whose data is not asked for", () => {
  const store = createMetricStore(() => 0);
  const { MetricDataQueries, ...rest } = request(["m", "n"]);
  const quiet = MetricDataQueries.map((query, i) => ({ ...query, ReturnData: i === 1 }));
  const { MetricDataResults } = getMetricData(store, { ...rest, MetricDataQueries: quiet }) as Page;
  assert.deepEqual(MetricDataResults.map(({ Id, StatusCode }) => [Id, StatusCode]), [
    ["q1", "Complete"],
  ]);
});

Deno.test("getMetricData() merges the units of a metric, unless one is asked for", () => {
  const store = createMetricStore(() => 0);
  const datum = { namespace: "Shop", metricName: "m", dimensions: [], highResolution: true };
  store.add({ ...datum, timestampMs: 0, unit: "Seconds", sample: sampleOf(1) });
  store.add({ ...datum, timestampMs: 0, unit: "Count", sample: sampleOf(2) });
  const { MetricDataResults } = getMetricData(store, request(["m"])) as Page;
  assert.deepEqual(MetricDataResults[0]?.Values, [3]);
});
