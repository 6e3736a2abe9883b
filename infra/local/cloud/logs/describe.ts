/**
 * DescribeLogGroups and DescribeLogStreams.
 *
 * @module
 */
import { type Input, optionalBoolean, optionalString } from "../http/members.ts";
import { readToken, writeToken } from "../http/token.ts";
import { ACCOUNT_ID } from "../sqs/queue_store.ts";
import { invalidParameter } from "./errors.ts";
import { describeLimit } from "./log_members.ts";
import type { LogGroup, LogStore, LogStream } from "./log_store.ts";

/** What a listing is sorted by: a number, then a name. */
type SortKey = [rank: number, name: string];

function compareKeys(a: SortKey, b: SortKey): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
}

/** One page of `items` in the order of their keys, from the token's key on. */
function page<T>(
  items: readonly T[],
  input: Input,
  keyOf: (item: T) => SortKey,
  direction: 1 | -1,
): { shown: T[]; nextToken?: string } {
  const { nextToken: _, limit: __, ...subject } = input;
  const token = optionalString(input, "nextToken");
  const limit = describeLimit(input);
  let rest = items.toSorted((a, b) => direction * compareKeys(keyOf(a), keyOf(b)));
  if (token !== undefined) {
    const [rank, name] = readToken(token, subject) ?? [];
    if (typeof rank !== "number" || typeof name !== "string") {
      throw invalidParameter("The specified nextToken is invalid.");
    }
    rest = rest.filter((item) => direction * compareKeys(keyOf(item), [rank, name]) > 0);
  }
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return last !== undefined && shown.length < rest.length
    ? { shown, nextToken: writeToken(subject, keyOf(last)) }
    : { shown };
}

function groupArn(region: string, name: string): string {
  return `arn:aws:logs:${region}:${ACCOUNT_ID}:log-group:${name}`;
}

function describeGroup(group: LogGroup, region: string): object {
  return {
    logGroupName: group.name,
    creationTime: group.createdAtMs,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${groupArn(region, group.name)}:*`,
    logGroupArn: groupArn(region, group.name),
    storedBytes: group.storedBytes,
    logGroupClass: "STANDARD",
  };
}

/**
 * One page of log groups by name.
 *
 * @throws {AwsError} `InvalidParameterException`.
 */
export function describeLogGroups(store: LogStore, input: Input, region: string): object {
  const prefix = optionalString(input, "logGroupNamePrefix");
  const pattern = optionalString(input, "logGroupNamePattern");
  if (prefix !== undefined && pattern !== undefined) {
    throw invalidParameter(
      "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
    );
  }
  const groups = [...store.groups.values()].filter(({ name }) =>
    name.startsWith(prefix ?? "") && name.includes(pattern ?? "")
  );
  const { shown, ...token } = page(groups, input, ({ name }) => [0, name], 1);
  return { logGroups: shown.map((group) => describeGroup(group, region)), ...token };
}

function lastEventMs({ events }: LogStream): number {
  return events.length === 0 ? 0 : events.placeAt(events.length - 1).timestampMs;
}

function describeStream(stream: LogStream, group: LogGroup, region: string): object {
  const { events, lastIngestedAtMs } = stream;
  const times = events.length === 0 ? {} : {
    firstEventTimestamp: events.placeAt(0).timestampMs,
    lastEventTimestamp: lastEventMs(stream),
    lastIngestionTime: lastIngestedAtMs,
    uploadSequenceToken: String(lastIngestedAtMs).padStart(56, "4"),
  };
  return {
    logStreamName: stream.name,
    creationTime: stream.createdAtMs,
    ...times,
    arn: `${groupArn(region, group.name)}:log-stream:${stream.name}`,
    // AWS has reported 0 since June 2019.
    storedBytes: 0,
  };
}

/**
 * One page of a group's streams, by name or by their last event's time.
 *
 * @throws {AwsError} `InvalidParameterException`.
 */
export function describeLogStreams(group: LogGroup, input: Input, region: string): object {
  const prefix = optionalString(input, "logStreamNamePrefix");
  const orderBy = optionalString(input, "orderBy") ?? "LogStreamName";
  if (orderBy !== "LogStreamName" && orderBy !== "LastEventTime") {
    throw invalidParameter(
      `1 validation error detected: Value '${orderBy}' at 'orderBy' failed to satisfy constraint: Member ` +
        "must satisfy enum value set: [LogStreamName, LastEventTime]",
    );
  }
  if (orderBy === "LastEventTime" && prefix !== undefined) {
    throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const streams = [...group.streams.values()].filter(({ name }) => name.startsWith(prefix ?? ""));
  const keyOf = (stream: LogStream): SortKey => [
    orderBy === "LastEventTime" ? lastEventMs(stream) : 0,
    stream.name,
  ];
  const direction = optionalBoolean(input, "descending") === true ? -1 : 1;
  const { shown, ...token } = page(streams, input, keyOf, direction);
  return { logStreams: shown.map((stream) => describeStream(stream, group, region)), ...token };
}
