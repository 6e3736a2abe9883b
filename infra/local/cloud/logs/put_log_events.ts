/**
 * PutLogEvents: AWS's limits on a batch, and which of its events are taken.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { serializationError } from "../http/aws_error.ts";
import type { Input } from "../http/members.ts";
import { invalidParameter } from "./errors.ts";
import type { NewEvent } from "./event_list.ts";

/** Limits of one batch. Source: CloudWatch Logs PutLogEvents. */
export const BATCH_EVENTS_MAX = 10_000;
/** Bytes of all messages, plus {@linkcode EVENT_OVERHEAD_BYTES} an event. */
export const BATCH_BYTES_MAX = 1_048_576;
/** What AWS counts for an event besides its message. */
export const EVENT_OVERHEAD_BYTES = 26;

const DAY_MS = 86_400_000;
const PAST_MAX_MS = 14 * DAY_MS;
const FUTURE_MAX_MS = 2 * 3_600_000;

/** A batch that may be stored. */
export interface CheckedBatch {
  /** Neither too old nor too new. */
  events: NewEvent[];
  /** Of `events`, as AWS counts them. */
  bytes: number;
  /** Absent where every event is taken. */
  rejected?: {
    tooNewLogEventStartIndex?: number;
    tooOldLogEventEndIndex?: number;
    expiredLogEventEndIndex?: number;
  };
}

function readEvent(value: Input, index: number): NewEvent {
  const { timestamp, message } = value;
  const at = `logEvents.${index + 1}.member`;
  if (!Number.isInteger(timestamp) || Number(timestamp) < 0) {
    throw invalidParameter(
      `1 validation error detected: Value '${timestamp}' at '${at}.timestamp' failed to satisfy ` +
        "constraint: Member must be a whole number of at least 0",
    );
  }
  if (typeof message !== "string") {
    throw serializationError(`Cannot read the request: ${at}.message must be a string`);
  }
  if (message === "") {
    throw invalidParameter(
      `1 validation error detected: Value '' at '${at}.message' failed to satisfy constraint: Member ` +
        "must have length greater than or equal to 1",
    );
  }
  return { timestamp: Number(timestamp), message };
}

function bytesOf(events: readonly NewEvent[]): number {
  let bytes = 0;
  for (const { message } of events) bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
  return bytes;
}

/** How many events at the head are older than `sinceMs`. */
function countBefore(events: readonly NewEvent[], sinceMs: number): number {
  const first = events.findIndex(({ timestamp }) => timestamp >= sinceMs);
  return first === -1 ? events.length : first;
}

/**
 * Checks a batch as AWS does.
 *
 * @param retentionDays the group's, undefined for ever.
 * @throws {AwsError} `InvalidParameterException` when the batch as a whole is refused.
 */
export function checkBatch(
  values: readonly Input[],
  retentionDays: number | undefined,
  nowMs: number,
): CheckedBatch {
  if (values.length === 0 || values.length > BATCH_EVENTS_MAX) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have ` +
        `1 to ${BATCH_EVENTS_MAX} events, got ${values.length}`,
    );
  }
  const all = values.map(readEvent);
  const allBytes = bytesOf(all);
  if (allBytes > BATCH_BYTES_MAX) {
    throw invalidParameter(
      `Upload too large: ${allBytes} bytes exceeds limit of ${BATCH_BYTES_MAX}`,
    );
  }
  for (let i = 1; i < all.length; i++) {
    if ((all[i]?.timestamp ?? 0) >= (all[i - 1]?.timestamp ?? 0)) continue;
    throw invalidParameter(
      "Log events in a single PutLogEvents request must be in chronological order.",
    );
  }
  const tooOld = countBefore(all, nowMs - PAST_MAX_MS);
  const expired = retentionDays === undefined
    ? 0
    : countBefore(all, nowMs - retentionDays * DAY_MS);
  const end = countBefore(all, nowMs + FUTURE_MAX_MS + 1);
  const events = all.slice(Math.max(tooOld, expired), end);
  const spanMs = (events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0);
  if (spanMs > DAY_MS) {
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  }
  const rejected = {
    ...(end < all.length ? { tooNewLogEventStartIndex: end } : {}),
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > tooOld ? { expiredLogEventEndIndex: expired } : {}),
  };
  const bytes = events.length === all.length ? allBytes : bytesOf(events);
  return Object.keys(rejected).length > 0 ? { events, bytes, rejected } : { events, bytes };
}
