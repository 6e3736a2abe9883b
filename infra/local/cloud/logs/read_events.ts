/**
 * Pages of events: FilterLogEvents over the streams of a group, GetLogEvents along one stream.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { Place } from "./event_list.ts";
import type { MessageFilter } from "./filter_pattern.ts";
import type { LogStream } from "./log_store.ts";

/** Most events of a page. Source: CloudWatch Logs quotas. */
export const PAGE_EVENTS_MAX = 10_000;
/** Most bytes of a page's messages. Source: CloudWatch Logs quotas, 1 MB. */
export const PAGE_BYTES_MAX = 1_048_576;
/** Events looked at for one page, so that a rare match does not stop the whole cloud meanwhile. */
const SCANNED_MAX = 20_000;

/** Which events, between two places. */
export interface EventRange {
  /** Inclusive. */
  from: Place;
  /** Exclusive. */
  to: Place;
  forward: boolean;
  limit: number;
}

/** An event found, and in which stream. */
export interface FoundEvent {
  stream: LogStream;
  index: number;
}

/** One page. */
export interface EventPage {
  events: FoundEvent[];
  /** Where the next page goes on: before it the event was seen. Absent at the end. */
  next?: Place;
}

/** The place right after an event's. */
export function after({ timestampMs, sequence }: Place): Place {
  return { timestampMs, sequence: sequence + 1 };
}

function earlier(a: Place, b: Place): boolean {
  return a.timestampMs < b.timestampMs ||
    (a.timestampMs === b.timestampMs && a.sequence < b.sequence);
}

interface Cursor {
  stream: LogStream;
  index: number;
  end: number;
  place: Place;
}

/** The events of several streams in one order. */
function* walk(streams: readonly LogStream[], range: EventRange): Generator<FoundEvent> {
  const step = range.forward ? 1 : -1;
  const cursors: Cursor[] = [];
  for (const stream of streams) {
    const first = stream.events.indexOf(range.from);
    const last = stream.events.indexOf(range.to) - 1;
    if (first > last) continue;
    const index = range.forward ? first : last;
    const end = range.forward ? last + 1 : first - 1;
    cursors.push({ stream, index, end, place: stream.events.placeAt(index) });
  }
  while (cursors.length > 0) {
    let best = 0;
    for (let i = 1; i < cursors.length; i++) {
      const [a, b] = [cursors[i]?.place, cursors[best]?.place];
      if (a !== undefined && b !== undefined && earlier(a, b) === range.forward) best = i;
    }
    const cursor = cursors[best];
    if (cursor === undefined) return;
    yield { stream: cursor.stream, index: cursor.index };
    cursor.index += step;
    if (cursor.index === cursor.end) cursors.splice(best, 1);
    else cursor.place = cursor.stream.events.placeAt(cursor.index);
  }
}

/** One page of the events that match, in the range's direction. */
export function readEvents(
  streams: readonly LogStream[],
  range: EventRange,
  matches: MessageFilter,
): EventPage {
  const events: FoundEvent[] = [];
  let bytes = 0;
  let scanned = 0;
  let seen: Place | undefined;
  for (const event of walk(streams, range)) {
    const { stream, index } = event;
    const message = stream.events.messageAt(index);
    const matched = matches(message);
    const size = matched ? Buffer.byteLength(message) : 0;
    const full = events.length === range.limit || scanned === SCANNED_MAX ||
      (events.length > 0 && bytes + size > PAGE_BYTES_MAX);
    if (full && seen !== undefined) {
      return { events, next: range.forward ? after(seen) : seen };
    }
    seen = stream.events.placeAt(index);
    scanned += 1;
    bytes += size;
    if (matched) events.push(event);
  }
  return { events };
}
