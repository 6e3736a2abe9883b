/**
 * What one `PutLogEvents` call may hold.
 *
 * Source of every limit:
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 *
 * @module
 */

/** One event as CloudWatch Logs takes it. */
export interface LogLine {
  /** Epoch milliseconds, whole. */
  timestamp: number;
  /** At least one character. */
  message: string;
  /** UTF-8 bytes of `message`. */
  bytes: number;
}

/** Most events of one call. */
export const BATCH_EVENTS_MAX = 10_000;
/** Most bytes of one call, each event's overhead included. */
export const BATCH_BYTES_MAX = 1_048_576;
/** Bytes that the service counts for an event beside its message. */
export const EVENT_OVERHEAD_BYTES = 26;
/** Longest time between the first and the last event of one call, milliseconds. */
export const BATCH_SPAN_MS_MAX = 24 * 3_600_000;
/** Longest message, in UTF-8 bytes: longer lines are cut, as the `awslogs` driver cuts them. */
export const MESSAGE_BYTES_MAX = 262_144 - EVENT_OVERHEAD_BYTES;

const OLDEST_MS = 14 * 24 * 3_600_000;
const NEWEST_MS = 2 * 3_600_000;
/** An escaped quote never matches, so only a key of the line's own JSON does. */
const AT_MS = /"at_ms":\s*(\d+)/;

/**
 * When a line happened: its own `at_ms` if it is a JSON object that has one which the service would
 * take (14 days old to 2 hours ahead), else `arrivedAtMs`. Epoch milliseconds, whole.
 *
 * @example
 * ```ts
 * import { lineTimestamp } from "./log_batch.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(lineTimestamp('{"event":"started","at_ms":1700000000123.5}', 1700000001000), 1700000000123);
 * assert.equal(lineTimestamp("plain text", 1700000001000), 1700000001000);
 * ```
 */
export function lineTimestamp(line: string, arrivedAtMs: number): number {
  const arrived = Math.floor(arrivedAtMs);
  if (!line.startsWith("{")) return arrived;
  const match = AT_MS.exec(line);
  if (!match) return arrived;
  const atMs = Number(match[1]);
  const accepted = atMs > arrived - OLDEST_MS && atMs < arrived + NEWEST_MS;
  return accepted ? atMs : arrived;
}

/**
 * Takes the longest beginning of `queue` that fits one call, sorted by time; lines of the same
 * millisecond stay in order. The queue itself is left alone.
 *
 * @param from index of the first line to take.
 * @returns at least one line if there is one.
 */
export function takeBatch(queue: readonly LogLine[], from = 0): LogLine[] {
  const batch: LogLine[] = [];
  let bytes = 0;
  let earliest = Infinity;
  let latest = -Infinity;
  let sorted = true;
  for (let i = from; i < queue.length && batch.length < BATCH_EVENTS_MAX; i++) {
    const line = queue[i];
    if (!line) break;
    bytes += line.bytes + EVENT_OVERHEAD_BYTES;
    if (line.timestamp < latest) sorted = false;
    earliest = Math.min(earliest, line.timestamp);
    latest = Math.max(latest, line.timestamp);
    const fits = bytes <= BATCH_BYTES_MAX && latest - earliest < BATCH_SPAN_MS_MAX;
    if (!fits && batch.length > 0) break;
    batch.push(line);
  }
  return sorted ? batch : batch.sort((a, b) => a.timestamp - b.timestamp);
}
