/**
 * FilterLogEvents: the events of a group, streams interleaved by time.
 *
 * @module
 */
import { readToken, writeToken } from "../http/token.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { parseFilterPattern } from "./filter_pattern.ts";
import { pageLimit } from "./log_members.ts";
import type { LogGroup, LogStream } from "./log_store.ts";
import { type EventRange, readEvents } from "./read_events.ts";

/** One request, times in epoch milliseconds. */
export interface FilterRequest {
  streamNames: readonly string[];
  streamNamePrefix: string | undefined;
  /** Inclusive. */
  startMs: number | undefined;
  /** Inclusive, unlike GetLogEvents's. */
  endMs: number | undefined;
  pattern: string | undefined;
  limit: number | undefined;
  /** Oldest first; true unless told. A token's direction wins. */
  forward: boolean | undefined;
  token: string | undefined;
}

const STREAM_NAMES_MAX = 100;

function chooseStreams(group: LogGroup, request: FilterRequest): LogStream[] {
  const { streamNames, streamNamePrefix } = request;
  if (streamNames.length > 0 && streamNamePrefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix cannot both be specified.");
  }
  if (streamNames.length > STREAM_NAMES_MAX) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logStreamNames' failed to satisfy constraint: Member must ` +
        `have at most ${STREAM_NAMES_MAX} names, got ${streamNames.length}`,
    );
  }
  if (streamNames.length === 0) {
    const prefix = streamNamePrefix ?? "";
    return [...group.streams.values()].filter(({ name }) => name.startsWith(prefix));
  }
  return [...new Set(streamNames)].map((name) => {
    const stream = group.streams.get(name);
    if (stream === undefined) throw notFound("log stream");
    return stream;
  });
}

/** One number for every event of the cloud, as long as AWS's. */
function eventId(timestampMs: number, sequence: number): string {
  return `${timestampMs}${String(sequence).padStart(43, "0")}`.padStart(56, "0");
}

/**
 * One page of events.
 *
 * @throws {AwsError} `InvalidParameterException`, `ResourceNotFoundException`.
 */
export function filterLogEvents(group: LogGroup, request: FilterRequest): object {
  const { token, limit, forward: _, ...bound } = request;
  const matches = parseFilterPattern(request.pattern ?? "");
  const streams = chooseStreams(group, request);
  const range: EventRange = {
    from: { timestampMs: request.startMs ?? 0, sequence: 0 },
    to: { timestampMs: (request.endMs ?? Number.MAX_SAFE_INTEGER - 1) + 1, sequence: 0 },
    forward: request.forward ?? true,
    limit: pageLimit(limit),
  };
  const subject = { group: group.name, ...bound };
  if (token !== undefined) {
    const [direction, timestampMs, sequence] = readToken(token, subject) ?? [];
    if (typeof timestampMs !== "number" || typeof sequence !== "number") {
      throw invalidParameter("The specified nextToken is invalid.");
    }
    range.forward = direction === "f";
    range[range.forward ? "from" : "to"] = { timestampMs, sequence };
  }
  const { events, next } = readEvents(streams, range, matches);
  const nextToken = next &&
    writeToken(subject, [range.forward ? "f" : "b", next.timestampMs, next.sequence]);
  return {
    events: events.map(({ stream, index }) => {
      const { timestampMs, sequence } = stream.events.placeAt(index);
      return {
        logStreamName: stream.name,
        timestamp: timestampMs,
        message: stream.events.messageAt(index),
        ingestionTime: stream.events.ingestedAtMsAt(index),
        eventId: eventId(timestampMs, sequence),
      };
    }),
    searchedLogStreams: [],
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}
