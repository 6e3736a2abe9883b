/**
 * Our CloudWatch Logs operations by name.
 *
 * @module
 */
import type { MetricStore } from "../cloudwatch/metric_store.ts";
import {
  type Input,
  optionalBoolean,
  optionalInteger,
  optionalString,
  stringList,
  structureList,
} from "../http/members.ts";
import type { Operation } from "../http/operation.ts";
import { describeLogGroups, describeLogStreams } from "./describe.ts";
import { readEmbeddedMetrics } from "./emf.ts";
import { invalidParameter } from "./errors.ts";
import { filterLogEvents } from "./filter_log_events.ts";
import { getLogEvents } from "./get_log_events.ts";
import { groupOf, required } from "./log_members.ts";
import type { LogStore } from "./log_store.ts";
import { checkBatch } from "./put_log_events.ts";

const RETENTION_DAYS = new Set([
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557],
  ...[2922, 3288, 3653],
]);

function putLogEvents(store: LogStore, metrics: MetricStore, input: Input, nowMs: number): object {
  const groupName = required(input, "logGroupName");
  const streamName = required(input, "logStreamName");
  const { retentionDays } = store.group(groupName);
  store.stream(groupName, streamName);
  const values = structureList(input, "logEvents");
  const { events, bytes, rejected } = checkBatch(values, retentionDays, nowMs);
  store.append(groupName, streamName, events, bytes);
  for (const { message } of events) {
    for (const datum of readEmbeddedMetrics(message)) metrics.add(datum);
  }
  return {
    nextSequenceToken: String(nowMs).padStart(56, "4"),
    ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }),
  };
}

function putRetentionPolicy(store: LogStore, input: Input): object {
  const days = optionalInteger(input, "retentionInDays");
  if (days === undefined || !RETENTION_DAYS.has(days)) {
    throw invalidParameter(
      `Invalid retentionInDays value: it must be one of ${
        [...RETENTION_DAYS].join(", ")
      }, got ${days}`,
    );
  }
  store.group(required(input, "logGroupName")).retentionDays = days;
  return {};
}

/** CloudWatch Logs over `store`; embedded metrics go to `metrics`. `now`: epoch milliseconds. */
export function logsOperations(
  store: LogStore,
  metrics: MetricStore,
  region: string,
  now: () => number,
): Record<string, Operation> {
  return {
    CreateLogGroup(input) {
      store.createGroup(required(input, "logGroupName"));
      return {};
    },
    DeleteLogGroup(input) {
      store.deleteGroup(required(input, "logGroupName"));
      return {};
    },
    PutRetentionPolicy: (input) => putRetentionPolicy(store, input),
    CreateLogStream(input) {
      store.createStream(required(input, "logGroupName"), required(input, "logStreamName"));
      return {};
    },
    PutLogEvents: (input) => putLogEvents(store, metrics, input, now()),
    FilterLogEvents: (input) =>
      filterLogEvents(groupOf(store, input), {
        streamNames: stringList(input, "logStreamNames"),
        streamNamePrefix: optionalString(input, "logStreamNamePrefix"),
        startMs: optionalInteger(input, "startTime"),
        endMs: optionalInteger(input, "endTime"),
        pattern: optionalString(input, "filterPattern"),
        limit: optionalInteger(input, "limit"),
        forward: optionalBoolean(input, "startFromHead"),
        token: optionalString(input, "nextToken"),
      }),
    GetLogEvents: (input) =>
      getLogEvents(
        store.stream(groupOf(store, input).name, required(input, "logStreamName")),
        {
          startMs: optionalInteger(input, "startTime"),
          endMs: optionalInteger(input, "endTime"),
          limit: optionalInteger(input, "limit"),
          fromHead: optionalBoolean(input, "startFromHead"),
          token: optionalString(input, "nextToken"),
        },
      ),
    DescribeLogGroups: (input) => describeLogGroups(store, input, region),
    DescribeLogStreams: (input) => describeLogStreams(groupOf(store, input), input, region),
  };
}
