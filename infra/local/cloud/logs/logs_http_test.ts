import assert from "node:assert/strict";
import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeMetricFiltersCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type GetLogEventsCommandOutput,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { refused, withCloud } from "../http/testing.ts";

const logGroupName = "/ecs/order-worker";
const now = Date.now();

async function createStreams(logs: CloudWatchLogsClient, ...names: string[]): Promise<void> {
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of names) {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  }
}

function put(logs: CloudWatchLogsClient, logStreamName: string, ...events: [number, string][]) {
  const logEvents = events.map(([at, message]) => ({ timestamp: now + at, message }));
  return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

Deno.test("Logs interleaves the streams of a group by time", () =>
  withCloud(async ({ logs }) => {
    await createStreams(logs, "a", "b");
    await put(logs, "a", [0, "one"], [20, "three"]);
    await put(logs, "b", [10, "two"], [30, "four"]);
    await put(logs, "a", [5, "late"]);
    const filter = async (more: object = {}) => {
      const command = new FilterLogEventsCommand({ logGroupName, ...more });
      const { events = [] } = await logs.send(command);
      return events.map(({ message }) => message);
    };
    assert.deepEqual(await filter(), ["one", "late", "two", "three", "four"]);
    assert.deepEqual(await filter({ logStreamNames: ["b", "b"] }), ["two", "four"]);
    assert.deepEqual(await filter({ logStreamNamePrefix: "a" }), ["one", "late", "three"]);
    // Both ends are inclusive, unlike GetLogEvents.
    assert.deepEqual(await filter({ startTime: now + 10, endTime: now + 20 }), ["two", "three"]);
    assert.deepEqual(await filter({ startFromHead: false, limit: 2 }), ["four", "three"]);
    assert.deepEqual(await filter({ filterPattern: "t" }), ["late", "two", "three"]);
    const logGroupIdentifier = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:*`;
    assert.equal((await filter({ logGroupName: undefined, logGroupIdentifier })).length, 5);
  }));

Deno.test("Logs pages through everything once, forward and backward", () =>
  withCloud(async ({ logs }) => {
    await createStreams(logs, "a", "b");
    const message = (i: number) => `${i} `.padEnd(600, "x");
    for (let from = 0; from < 5_000; from += 1_000) {
      const events = Array.from({ length: 1_000 }, (_, i): [number, string] => [
        Math.floor((from + i) / 3),
        message(from + i),
      ]);
      await put(logs, from % 2_000 === 0 ? "a" : "b", ...events);
    }
    for (const [startFromHead, limit] of [[true, 999], [false, undefined]] as const) {
      const seen: number[] = [];
      const ids = new Set<string | undefined>();
      const input = { logGroupName, startFromHead, ...(limit === undefined ? {} : { limit }) };
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, input)) {
        // A page has at most 1 MiB of messages.
        assert.ok(events.length <= (limit ?? 1_748));
        for (const { message, eventId } of events) {
          seen.push(parseInt(message ?? "", 10));
          ids.add(eventId);
        }
      }
      const order = Array.from({ length: 5_000 }, (_, i) => i);
      assert.deepEqual(seen, startFromHead ? order : order.reverse());
      assert.equal(ids.size, 5_000);
    }
  }));

Deno.test("Logs walks one stream both ways until its tokens repeat", () =>
  withCloud(async ({ logs }) => {
    await createStreams(logs, "a");
    const request = { logGroupName, logStreamName: "a", limit: 4 };
    const get = (more: object = {}) => logs.send(new GetLogEventsCommand({ ...request, ...more }));
    const empty = await get({ startFromHead: true });
    assert.deepEqual(empty.events, []);
    const nextToken = empty.nextForwardToken;
    assert.equal((await get({ nextToken })).nextForwardToken, nextToken);
    await put(logs, "a", ...Array.from({ length: 10 }, (_, i): [number, string] => [i, `${i}`]));

    const forward: string[] = [];
    let token = nextToken;
    for (;;) {
      const page = await get({ nextToken: token, startFromHead: true });
      forward.push(...(page.events ?? []).map(({ message = "" }) => message));
      if (page.nextForwardToken === token) break;
      token = page.nextForwardToken;
    }
    assert.deepEqual(forward.join(""), "0123456789");

    const backward: string[] = [];
    token = undefined;
    for (;;) {
      const page: GetLogEventsCommandOutput = await get(
        token === undefined ? {} : { nextToken: token },
      );
      backward.unshift((page.events ?? []).map(({ message }) => message).join(""));
      if (page.nextBackwardToken === token) break;
      token = page.nextBackwardToken;
    }
    assert.deepEqual(backward, ["", "01", "2345", "6789"]);
    const bounded = await get({ startTime: now + 2, endTime: now + 4 });
    assert.deepEqual(bounded.events?.map(({ message }) => message), ["2", "3"]);
  }));

Deno.test("Logs describes groups and streams by pages", () =>
  withCloud(async ({ logs }) => {
    await createStreams(logs, "a", "b", "c");
    await put(logs, "c", [0, "é"], [5, "x"]);
    await put(logs, "a", [9, "y"]);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/ecs/order-api" }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    const first = await logs.send(new DescribeLogGroupsCommand({ limit: 1 }));
    assert.deepEqual(first.logGroups?.map((group) => group.logGroupName), ["/ecs/order-api"]);
    const second = await logs.send(new DescribeLogGroupsCommand({ nextToken: first.nextToken }));
    const [group] = second.logGroups ?? [];
    assert.equal(group?.retentionInDays, 7);
    assert.equal(group?.storedBytes, 2 + 1 + 1 + 3 * 26);
    assert.equal(second.nextToken, undefined);
    const matching = new DescribeLogGroupsCommand({ logGroupNamePattern: "order-a" });
    assert.equal((await logs.send(matching)).logGroups?.length, 1);

    const streams = async (more: object) => {
      const command = new DescribeLogStreamsCommand({ logGroupName, ...more });
      return (await logs.send(command)).logStreams?.map((stream) => stream.logStreamName);
    };
    assert.deepEqual(await streams({}), ["a", "b", "c"]);
    assert.deepEqual(await streams({ descending: true, limit: 2 }), ["c", "b"]);
    assert.deepEqual(await streams({ orderBy: "LastEventTime" }), ["b", "c", "a"]);
    assert.deepEqual(await streams({ logStreamNamePrefix: "c" }), ["c"]);
    const { logStreams: [c] = [] } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: "c" }),
    );
    assert.deepEqual([c?.firstEventTimestamp, c?.lastEventTimestamp], [now, now + 5]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await refused(
      logs.send(new FilterLogEventsCommand({ logGroupName })),
      "ResourceNotFoundException",
    );
  }));

Deno.test("Logs turns embedded metrics into metrics", () =>
  withCloud(async ({ logs, cloudwatch }) => {
    await createStreams(logs, "a");
    const minuteMs = Math.floor(now / 60_000) * 60_000;
    const directive = {
      Namespace: "Spillway",
      Dimensions: [["service", "trial"]],
      Metrics: [{ Name: "CpuSeconds", Unit: "Seconds", StorageResolution: 1 }],
    };
    const line = (CpuSeconds: unknown) =>
      JSON.stringify({
        _aws: { Timestamp: minuteMs, CloudWatchMetrics: [directive] },
        ...{ service: "worker", trial: "t", CpuSeconds },
      });
    await put(logs, "a", [0, line(2)], [0, line([3, 4])], [0, line("none")]);
    const { Datapoints } = await cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "Spillway",
        MetricName: "CpuSeconds",
        Dimensions: [{ Name: "trial", Value: "t" }, { Name: "service", Value: "worker" }],
        StartTime: new Date(minuteMs),
        EndTime: new Date(minuteMs + 60_000),
        Period: 60,
        Statistics: ["Sum", "SampleCount"],
      }),
    );
    assert.deepEqual(Datapoints?.map(({ Sum, SampleCount }) => [Sum, SampleCount]), [[9, 3]]);
  }));

Deno.test("Logs refuses with AWS's errors", () =>
  withCloud(async ({ logs }) => {
    await createStreams(logs, "a");
    const [exists, missing, invalid] = [
      "ResourceAlreadyExistsException",
      "ResourceNotFoundException",
      "InvalidParameterException",
    ];
    const gone = { logGroupName: "/gone", logStreamName: "a" };
    const a = { logGroupName, logStreamName: "a" };
    await refused(logs.send(new CreateLogGroupCommand({ logGroupName })), exists);
    await refused(logs.send(new CreateLogStreamCommand(a)), exists);
    await refused(logs.send(new CreateLogStreamCommand(gone)), missing, "log group");
    await refused(logs.send(new FilterLogEventsCommand(gone)), missing);
    await refused(logs.send(new GetLogEventsCommand(gone)), missing);
    await refused(logs.send(new DescribeLogStreamsCommand(gone)), missing);
    await refused(logs.send(new DeleteLogGroupCommand(gone)), missing);
    await refused(put(logs, "gone", [0, "m"]), missing, "log stream");
    await refused(put(logs, "a", [1, "m"], [0, "m"]), invalid, "chronological");
    for (const name of ["", "a b", "x".repeat(513)]) {
      await refused(logs.send(new CreateLogGroupCommand({ logGroupName: name })), invalid);
    }
    await refused(
      logs.send(new CreateLogStreamCommand({ ...a, logStreamName: "a:b" })),
      invalid,
      "a:b",
    );
    await refused(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 })),
      invalid,
      "2",
    );
    const filter = (more: object) =>
      logs.send(new FilterLogEventsCommand({ logGroupName, ...more }));
    await refused(filter({ filterPattern: "[ip]" }), invalid, "[ip]");
    await refused(filter({ limit: 0 }), invalid, "limit");
    await refused(filter({ nextToken: "garbage" }), invalid, "nextToken");
    await refused(filter({ logStreamNames: ["gone"] }), missing);
    await refused(filter({ logStreamNames: ["a"], logStreamNamePrefix: "a" }), invalid);
    await refused(filter({ logStreamNames: Array(101).fill("a") }), invalid, "101");
    await refused(filter({ logGroupIdentifier: logGroupName }), invalid);
    const get = (more: object) => logs.send(new GetLogEventsCommand({ ...a, ...more }));
    await refused(get({ nextToken: "garbage" }), invalid, "nextToken");
    await refused(get({ limit: 10_001 }), invalid, "10001");
    await refused(logs.send(new DescribeLogGroupsCommand({ limit: 51 })), invalid, "51");
    await refused(logs.send(new DescribeLogGroupsCommand({ nextToken: "x" })), invalid);
    await refused(
      logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: "a", logGroupNamePattern: "b" }),
      ),
      invalid,
    );
    const streams = (more: object) =>
      logs.send(new DescribeLogStreamsCommand({ logGroupName, ...more }));
    await refused(streams({ orderBy: "Size" }), invalid, "Size");
    await refused(streams({ orderBy: "LastEventTime", logStreamNamePrefix: "a" }), invalid);
    await refused(
      logs.send(new DescribeMetricFiltersCommand({})),
      "UnknownOperationException",
      "DescribeMetricFilters",
    );
  }));
