import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type ListMetricsCommandOutput,
  type MetricDataQuery,
  type MetricDatum,
  PutMetricDataCommand,
  type Statistic,
} from "@aws-sdk/client-cloudwatch";
import { decode, encode, Tagged } from "cborg";
import { refused, signedFor, withCloud } from "../http/testing.ts";

const MINUTE_MS = 60_000;
const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
const StartTime = new Date(startMs);
const EndTime = new Date(startMs + 10 * MINUTE_MS);
const range = { StartTime, EndTime };

function put(client: CloudWatchClient, ...MetricData: MetricDatum[]) {
  return client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData }));
}

function query(Stat: string, Period = 60, more: Partial<MetricDataQuery> = {}): MetricDataQuery {
  const Metric = { Namespace: "Shop", MetricName: "Latency" };
  return { Id: "a", MetricStat: { Metric, Period, Stat }, ...more };
}

const latency: MetricDatum = { MetricName: "Latency", Timestamp: StartTime, Unit: "Milliseconds" };

Deno.test("CloudWatch gives back what was put, by statistic and period", () =>
  withCloud(async ({ cloudwatch }) => {
    await put(
      cloudwatch,
      { ...latency, Values: [1, 2, 3], Counts: [1, 1, 2], StorageResolution: 1 },
      { ...latency, Value: 9, Timestamp: new Date(startMs + 5_000), StorageResolution: 1 },
    );
    const one = async (stat: string, period: number) => {
      const MetricDataQueries = [query(stat, period)];
      const answer = await cloudwatch.send(
        new GetMetricDataCommand({ ...range, MetricDataQueries, ScanBy: "TimestampAscending" }),
      );
      return answer.MetricDataResults?.[0]?.Values;
    };
    assert.deepEqual(await one("Sum", 60), [18]);
    assert.deepEqual(await one("Sum", 5), [9, 9]);
    assert.deepEqual(await one("SampleCount", 10), [5]);
    assert.deepEqual(await one("p50", 60), [3]);
    assert.deepEqual(await one("Maximum", 300), [9]);
    const { Datapoints, Label } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        ...{ ...range, Namespace: "Shop", MetricName: "Latency", Period: 60 },
        Statistics: ["Average", "SampleCount"],
      }),
    );
    assert.equal(Label, "Latency");
    assert.deepEqual(Datapoints, [
      { Timestamp: StartTime, Average: 3.6, SampleCount: 5, Unit: "Milliseconds" },
    ]);
  }));

Deno.test("CloudWatch inflates the compressed requests of SDKs", () =>
  withCloud(async ({ cloudwatch }) => {
    const many = Array.from({ length: 1_000 }, (_, i) => ({ MetricName: `Metric${i}`, Value: i }));
    await put(cloudwatch, ...many);
    let listed = 0;
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const answer: ListMetricsCommandOutput = await cloudwatch.send(
        new ListMetricsCommand({ Namespace: "Shop", NextToken }),
      );
      listed += answer.Metrics?.length ?? 0;
      NextToken = answer.NextToken;
      pages += 1;
    } while (NextToken !== undefined);
    assert.deepEqual([listed, pages], [1_000, 2]);
    await refused(
      cloudwatch.send(new ListMetricsCommand({ Namespace: "Shop", NextToken: "garbage" })),
      "InvalidNextToken",
    );
  }));

Deno.test("CloudWatch lists metrics by name, dimensions and recent activity", () =>
  withCloud(async ({ cloudwatch }) => {
    const [a, b] = [{ Name: "trial", Value: "a" }, { Name: "host", Value: "b" }];
    await put(
      cloudwatch,
      { MetricName: "X", Value: 1, Dimensions: [a, b] },
      { MetricName: "X", Value: 1, Dimensions: [a] },
      { MetricName: "Y", Value: 1 },
    );
    const count = async (filter: object) => {
      const { Metrics } = await cloudwatch.send(new ListMetricsCommand(filter));
      return Metrics?.length;
    };
    assert.equal(await count({ Namespace: "Shop" }), 3);
    assert.equal(await count({ MetricName: "X" }), 2);
    assert.equal(await count({ Dimensions: [{ Name: "trial" }] }), 2);
    assert.equal(await count({ Dimensions: [a, { Name: "host", Value: "b" }] }), 1);
    assert.equal(await count({ Dimensions: [{ Name: "trial", Value: "z" }] }), 0);
    assert.equal(await count({ Namespace: "Shop", RecentlyActive: "PT3H" }), 3);
    await refused(
      cloudwatch.send(new ListMetricsCommand({ RecentlyActive: "PT4H" as "PT3H" })),
      "InvalidParameterValueException",
    );
  }));

Deno.test("CloudWatch refuses with AWS's errors", () =>
  withCloud(async ({ cloudwatch }) => {
    const invalid = "InvalidParameterValueException";
    const combination = "InvalidParameterCombinationException";
    await refused(put(cloudwatch, { ...latency, Value: 2 ** 361 }), invalid);
    await refused(put(cloudwatch, { ...latency, Value: 1, Values: [1] }), combination);
    await refused(put(cloudwatch, latency), "MissingRequiredParameterException");
    const Namespace = "AWS/SQS";
    await refused(
      cloudwatch.send(
        new PutMetricDataCommand({ Namespace, MetricData: [{ ...latency, Value: 1 }] }),
      ),
      invalid,
      Namespace,
    );
    const statistics = (more: object) =>
      cloudwatch.send(
        new GetMetricStatisticsCommand({
          ...{ ...range, Namespace: "Shop", MetricName: "Latency", Period: 60 },
          Statistics: ["Sum"] as Statistic[],
          ...more,
        }),
      );
    await refused(statistics({ Period: 1, StartTime: new Date(0) }), combination, "1,440");
    await refused(statistics({ ExtendedStatistics: ["p50"] }), combination);
    await refused(statistics({ Statistics: undefined }), combination);
    await refused(statistics({ Statistics: ["Mean"] }), invalid, "Mean");
    await refused(statistics({ Statistics: [], ExtendedStatistics: ["p101"] }), invalid, "p101");
    await refused(statistics({ Period: 45 }), invalid, "45");
    await refused(statistics({ StartTime: EndTime }), invalid, "StartTime");
    await refused(statistics({ Unit: "Furlongs" }), invalid, "Furlongs");
    const data = (MetricDataQueries: MetricDataQuery[], more: object = {}) =>
      cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries, ...more }));
    const validation = "ValidationException";
    await refused(data([{ Id: "e", Expression: "m1 / 2" }]), validation, "m1 / 2");
    await refused(data([{ Id: "e" }]), validation, "MetricStat");
    await refused(data([query("tm90")]), validation, "tm90");
    await refused(data([query("Sum"), query("Sum")]), validation, "not unique");
    await refused(data([query("Sum", 60, { Id: "Upper" })]), validation, "Upper");
    await refused(data([query("Sum", 45)]), validation, "45");
    await refused(data([query("Sum")], { ScanBy: "Random" }), validation, "Random");
    await refused(data([query("Sum")], { MaxDatapoints: 100_801 }), validation, "100801");
    await refused(data([query("Sum")], { StartTime: EndTime }), validation, "StartTime");
    await refused(data([query("Sum")], { NextToken: "garbage" }), "InvalidNextToken");
    await refused(data([]), "MissingRequiredParameterException", "MetricDataQueries");
    const many = Array.from({ length: 501 }, (_, i) => query("Sum", 60, { Id: `q${i}` }));
    await refused(data(many), validation, "500");
    await refused(
      cloudwatch.send(new DescribeAlarmsCommand({})),
      "InvalidAction",
      "DescribeAlarms",
    );
  }));

Deno.test("CloudWatch speaks Smithy RPC v2 CBOR", () =>
  withCloud(async ({ cloud }) => {
    const call = async (operation: string, input: object, headers: Record<string, string> = {}) => {
      const body = encode(input);
      const zipped = headers["content-encoding"] === "gzip" ? gzipSync(body) : body;
      const response = await fetch(
        `${cloud.url}/service/GraniteServiceVersion20100801/operation/${operation}`,
        {
          method: "POST",
          headers: {
            "smithy-protocol": "rpc-v2-cbor",
            "content-type": "application/cbor",
            ...headers,
          },
          body: new Uint8Array(zipped),
        },
      );
      assert.equal(response.headers.get("smithy-protocol"), "rpc-v2-cbor");
      assert.equal(response.headers.get("content-type"), "application/cbor");
      const bytes = new Uint8Array(await response.arrayBuffer());
      return { response, output: decode(bytes, { tags: Tagged.preserve(1) }) };
    };
    const datum = { MetricName: "X", Value: 1.5, Timestamp: new Tagged(1, startMs / 1_000) };
    const input = { Namespace: "Shop", MetricData: [datum] };
    await call("PutMetricData", input);
    await call("PutMetricData", input, { "content-encoding": "gzip" });
    const { output } = await call("GetMetricStatistics", {
      ...{ Namespace: "Shop", MetricName: "X", Period: 60, Statistics: ["Sum"] },
      StartTime: new Tagged(1, startMs / 1_000),
      EndTime: new Tagged(1, startMs / 1_000 + 60),
    });
    assert.deepEqual(output.Datapoints, [
      { Timestamp: new Tagged(1, startMs / 1_000), Sum: 3, Unit: "None" },
    ]);
    const bad = await call("PutMetricData", { Namespace: "AWS/X", MetricData: [datum] });
    assert.equal(bad.response.status, 400);
    assert.equal(bad.output.__type, "com.amazonaws.cloudwatch#InvalidParameterValueException");
    const header = bad.response.headers.get("x-amzn-query-error");
    assert.equal(header, "InvalidParameterValue;Sender");
    const unknown = await call("DescribeAlarms", {});
    assert.match(unknown.output.message, /DescribeAlarms/);
    const zip = await call("PutMetricData", {}, { "content-encoding": "br" });
    assert.match(zip.output.__type, /SerializationException/);
  }));

Deno.test("CloudWatch speaks the query protocol", () =>
  withCloud(async ({ cloud }) => {
    const call = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ Version: "2010-08-01", ...form });
      const response = await fetch(cloud.url, { method: "POST", headers, body });
      assert.equal(response.headers.get("content-type"), "text/xml");
      return `${response.status} ${await response.text()}`;
    };
    const put = {
      Action: "PutMetricData",
      Namespace: "Shop",
      "MetricData.member.1.MetricName": "X",
      "MetricData.member.1.Value": "2",
      "MetricData.member.1.Timestamp": StartTime.toISOString(),
    };
    assert.match(await call(put), /^200 <PutMetricDataResponse/);
    assert.match(await call(put, signedFor("monitoring")), /^200 /);
    const get = {
      ...{ Action: "GetMetricStatistics", Namespace: "Shop", MetricName: "X", Period: "60" },
      "Statistics.member.1": "Sum",
      StartTime: StartTime.toISOString(),
      EndTime: EndTime.toISOString(),
    };
    const timestamp = `<Timestamp>${StartTime.toISOString()}</Timestamp>`;
    assert.match(await call(get), new RegExp(`^200 .*<member>${timestamp}<Sum>4</Sum>`));
    assert.match(
      await call({ ...get, Period: "x" }),
      /^400 <ErrorResponse.*<Code>MalformedInput<.*Period must be a whole number/,
    );
    assert.match(
      await call({ ...get, MetricName: "" }),
      /^400 <ErrorResponse.*<Type>Sender<.*<Code>InvalidParameterValue</,
    );
    assert.match(await call({ Action: "ListMetrics" }), /<MetricName>X<\/MetricName>/);
    assert.match(
      await call({ Action: "DescribeAlarms" }),
      /^400 .*<Code>InvalidAction<.*DescribeAlarms/,
    );
  }));

Deno.test("CloudWatch refuses bodies that it cannot read", () =>
  withCloud(async ({ cloud }) => {
    const post = async (body: BodyInit, headers: Record<string, string> = {}) => {
      const target = "GraniteServiceVersion20100801.PutMetricData";
      const response = await fetch(cloud.url, {
        method: "POST",
        headers: {
          "x-amz-target": target,
          "content-type": "application/x-amz-json-1.0",
          ...headers,
        },
        body,
      });
      return `${response.status} ${await response.text()}`;
    };
    assert.match(await post("{"), /^400 .*SerializationException/);
    assert.match(await post("no gzip", { "content-encoding": "gzip" }), /^400 .*not gzip/);
    assert.match(await post(" ".repeat(1_048_577)), /^413 .*1048576/);
    const bomb = new Uint8Array(gzipSync(" ".repeat(2_000_000)));
    assert.match(await post(bomb, { "content-encoding": "gzip" }), /^413 .*1048576/);
  }));
