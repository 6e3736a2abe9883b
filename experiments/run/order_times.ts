/**
 * The times of a ledger, taken out of its rows once: figures go over them many times. Pure.
 *
 * @module
 */
import type { OrderRow } from "../collect/ledger.ts";
import type { Rows } from "../collect/rows.ts";
import { sortAscending } from "./sort_ascending.ts";
import { isAccepted } from "./conservation.ts";

/** Milliseconds since the run's start, a place an order; NaN where there is no such time. */
export interface OrderTimes {
  /** Of its acceptance, or where that event is missing, of its first receive or payment. */
  arrivedAtMs: Float64Array;
  /** Of an accepted order: by the service, or where that is not known, by its answer. */
  acceptedAtMs: Float64Array;
  receivedAtMs: Float64Array;
  /** Of its first completion. */
  completedAtMs: Float64Array;
}

/** The times of these orders, in their order. */
export function orderTimes(rows: Rows<OrderRow>): OrderTimes {
  const column = () => new Float64Array(rows.length);
  const times = {
    arrivedAtMs: column(),
    acceptedAtMs: column(),
    receivedAtMs: column(),
    completedAtMs: column(),
  };
  let index = 0;
  for (const row of rows) {
    const { accepted_at_ms, received_at_ms, completed_at_ms } = row;
    times.arrivedAtMs[index] = accepted_at_ms ?? received_at_ms ?? row.started_at_ms ?? NaN;
    times.acceptedAtMs[index] = isAccepted(row)
      ? accepted_at_ms ?? row.responded_at_ms ?? NaN
      : NaN;
    times.receivedAtMs[index] = received_at_ms ?? NaN;
    times.completedAtMs[index] = completed_at_ms ?? NaN;
    index++;
  }
  return times;
}

/**
 * From one time of each order to its other, in ascending order, of those that have both; never below 0,
 * for two hosts' clocks may put a completion before its acceptance.
 */
export function ascendingSpans(fromMs: Float64Array, toMs: Float64Array): Float64Array {
  const spans = new Float64Array(fromMs.length);
  let count = 0;
  for (let index = 0; index < fromMs.length; index++) {
    const spanMs = toMs[index]! - fromMs[index]!;
    if (!Number.isNaN(spanMs)) spans[count++] = Math.max(0, spanMs);
  }
  return sortAscending(spans.subarray(0, count));
}
