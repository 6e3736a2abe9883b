/**
 * GetLogEvents: one stream, forward and backward. A token is a place between events; at either end the
 * token that was passed comes back.
 *
 * @module
 */
import { invalidParameter } from "./errors.ts";
import type { Place } from "./event_list.ts";
import { pageLimit } from "./log_members.ts";
import type { LogStream } from "./log_store.ts";
import { after, readEvents } from "./read_events.ts";

/** One request, times in epoch milliseconds. */
export interface GetRequest {
  /** Inclusive. */
  startMs: number | undefined;
  /** Exclusive. */
  endMs: number | undefined;
  limit: number | undefined;
  /** Oldest first; false unless told. A token's direction wins. */
  fromHead: boolean | undefined;
  token: string | undefined;
}

function format(direction: "f" | "b", { timestampMs, sequence }: Place): string {
  return `${direction}/${timestampMs}/${sequence}/s`;
}

function parse(token: string): { forward: boolean; place: Place } {
  const parts = /^([fb])\/(\d{1,16})\/(\d{1,16})\/s$/.exec(token);
  if (parts === null) throw invalidParameter("The specified nextToken is invalid.");
  const place = { timestampMs: Number(parts[2]), sequence: Number(parts[3]) };
  return { forward: parts[1] === "f", place };
}

/**
 * One page of events, oldest first whichever way it was read.
 *
 * @throws {AwsError} `InvalidParameterException`.
 */
export function getLogEvents(stream: LogStream, request: GetRequest): object {
  const { startMs = 0, endMs = Number.MAX_SAFE_INTEGER } = request;
  const token = request.token === undefined ? undefined : parse(request.token);
  const forward = token?.forward ?? request.fromHead ?? false;
  const start: Place = { timestampMs: startMs, sequence: 0 };
  const end: Place = { timestampMs: endMs, sequence: 0 };
  const later = (a: Place, b: Place) =>
    a.timestampMs > b.timestampMs || (a.timestampMs === b.timestampMs && a.sequence > b.sequence);
  const range = { from: start, to: end, forward, limit: pageLimit(request.limit) };
  if (token?.forward === true && later(token.place, start)) range.from = token.place;
  if (token?.forward === false && later(end, token.place)) range.to = token.place;

  const { events } = readEvents([stream], range, () => true);
  if (!forward) events.reverse();
  const places = events.map(({ index }) => stream.events.placeAt(index));
  const [first, last] = [places[0], places.at(-1)];
  const rest = token?.place ?? start;
  return {
    events: events.map(({ index }, i) => ({
      timestamp: places[i]?.timestampMs,
      message: stream.events.messageAt(index),
      ingestionTime: stream.events.ingestedAtMsAt(index),
    })),
    nextForwardToken: format("f", last === undefined ? rest : after(last)),
    nextBackwardToken: format("b", first ?? rest),
  };
}
