/**
 * How close a worker comes to a queue's ideal.
 *
 * @module
 */
import type { CapturedEvent } from "./event_capture.ts";

/** What a worker did with a queue that was filled beforehand. */
export interface WorkerTimes {
  /** From the first start of a payment to the last completion, milliseconds. */
  takenMs: number;
  /** Time that the payments fill all slots for, milliseconds. */
  idealMs: number;
  /** `idealMs / takenMs`, at most 1. */
  efficiency: number;
  /** Payments beyond one for each order. */
  paidTwice: number;
  /** Mean time from start to completion, milliseconds. */
  paymentMsMean: number;
}

/**
 * Reads the times from a worker's own events.
 *
 * @param orders how many there were, >= 1.
 * @throws when an order was not completed.
 * @example
 * ```ts
 * import { workerTimes } from "./efficiency.ts";
 * import assert from "node:assert/strict";
 *
 * const events = [
 *   { event: "started", order_id: "a", at_ms: 10 },
 *   { event: "completed", order_id: "a", at_ms: 110 },
 *   { event: "started", order_id: "b", at_ms: 115 },
 *   { event: "completed", order_id: "b", at_ms: 260 },
 * ];
 * assert.equal(workerTimes(events, { orders: 2, slots: 1, paymentMs: 100 }).efficiency, 0.8);
 * ```
 */
export function workerTimes(
  events: readonly CapturedEvent[],
  { orders, slots, paymentMs }: { orders: number; slots: number; paymentMs: number },
): WorkerTimes {
  const startedAtMs = new Map<string, number>();
  const paid = new Set<string>();
  let firstMs = Infinity;
  let lastMs = -Infinity;
  let payments = 0;
  let paymentsMs = 0;
  for (const { event, order_id, at_ms } of events) {
    if (event === "started") {
      startedAtMs.set(order_id, at_ms);
      firstMs = Math.min(firstMs, at_ms);
    } else if (event === "completed") {
      paid.add(order_id);
      payments++;
      paymentsMs += at_ms - (startedAtMs.get(order_id) ?? at_ms);
      lastMs = Math.max(lastMs, at_ms);
    }
  }
  if (paid.size !== orders) {
    throw new Error(`Cannot time worker: all ${orders} orders must be paid, got ${paid.size}`);
  }
  const takenMs = lastMs - firstMs;
  // The last round may not fill all slots.
  const idealMs = Math.ceil(orders / slots) * paymentMs;
  return {
    takenMs,
    idealMs,
    efficiency: idealMs / takenMs,
    paidTwice: payments - paid.size,
    paymentMsMean: paymentsMs / payments,
  };
}
