/**
 * What ledger events say of each order, taken in one by one. Pure.
 *
 * Kept in columns: a million orders take 60 MB so, and five times that as objects.
 *
 * @module
 */
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import { createColumn } from "./column.ts";
import { createIdIndex } from "./id_index.ts";

/** One payment, from its `started` to its `completed` event. */
export interface PaymentInterval {
  startedAtMs: number;
  completedAtMs: number;
}

/** What the events say of one order. Times are milliseconds since the run's start, the earliest each. */
export interface OrderFacts {
  acceptedAtMs: number | undefined;
  receivedAtMs: number | undefined;
  startedAtMs: number | undefined;
  completedAtMs: number | undefined;
  receives: number;
  starts: number;
  completions: number;
  deadLettered: boolean;
  /** The service took it: any event but a failure before acceptance. */
  taken: boolean;
}

/** What the events of one trial and repetition say; grows with each. */
export interface LedgerFacts {
  add(event: LedgerEvent): void;
  /** Orders that have an event. */
  readonly size: number;
  ids(): Iterable<string>;
  /** The place of an order, from 0; undefined without an event of it. */
  find(orderId: string): number | undefined;
  /** What is known of the order at a place. */
  at(place: number): OrderFacts;
  /** Every payment that was completed, duplicates too. */
  payments(): Iterable<PaymentInterval>;
  /** `payment_ms` of every payment. */
  paymentMs(): Float64Array;
}

const DEAD_LETTERED = 1;
const TAKEN = 2;

/**
 * No facts yet.
 *
 * @param startEpochMs epoch milliseconds of the run's start.
 */
export function createLedgerFacts(startEpochMs: number): LedgerFacts {
  const orders = createIdIndex();
  const accepted = createColumn(Float64Array, NaN);
  const received = createColumn(Float64Array, NaN);
  const started = createColumn(Float64Array, NaN);
  const completed = createColumn(Float64Array, NaN);
  const receives = createColumn(Uint16Array, 0);
  const starts = createColumn(Uint16Array, 0);
  const completions = createColumn(Uint16Array, 0);
  const flags = createColumn(Uint8Array, 0);
  const open = createOpenPayments();
  const paymentStarts = createColumn(Float64Array, NaN);
  const paymentEnds = createColumn(Float64Array, NaN);
  const paymentMs = createColumn(Float64Array, NaN);
  let paid = 0;
  let timed = 0;

  const earliest = (column: typeof accepted, index: number, atMs: number) => {
    // Also where nothing is known yet: no comparison with NaN holds.
    if (!(column.get(index) <= atMs)) column.set(index, atMs);
  };
  const increment = (column: typeof receives, index: number) =>
    column.set(index, column.get(index) + 1);

  function add(event: LedgerEvent): void {
    const atMs = event.at_ms - startEpochMs;
    const index = orders.add(event.order_id);
    let flag = TAKEN;
    switch (event.event) {
      case "accepted":
        earliest(accepted, index, atMs);
        break;
      case "received":
        earliest(received, index, atMs);
        increment(receives, index);
        break;
      case "started":
        earliest(started, index, atMs);
        increment(starts, index);
        open.start(index, event, atMs);
        break;
      case "completed":
        earliest(completed, index, atMs);
        increment(completions, index);
        paymentStarts.set(paid, open.end(index, event) ?? atMs - (event.payment_ms ?? 0));
        paymentEnds.set(paid++, atMs);
        if (event.payment_ms !== undefined) paymentMs.set(timed++, event.payment_ms);
        break;
      case "dead_lettered":
        flag |= DEAD_LETTERED;
        break;
      case "failed":
        if (event.path === "sync") flag = 0;
        break;
      case "publish_unknown":
        flag = 0;
        break;
      case "returned":
        break;
    }
    flags.set(index, flags.get(index) | flag);
  }

  return {
    add,
    get size() {
      return orders.size;
    },
    ids: orders.ids,
    find: orders.find,
    at(index) {
      return {
        acceptedAtMs: accepted.find(index),
        receivedAtMs: received.find(index),
        startedAtMs: started.find(index),
        completedAtMs: completed.find(index),
        receives: receives.get(index),
        starts: starts.get(index),
        completions: completions.get(index),
        deadLettered: (flags.get(index) & DEAD_LETTERED) !== 0,
        taken: (flags.get(index) & TAKEN) !== 0,
      };
    },
    *payments() {
      for (let index = 0; index < paid; index++) {
        yield { startedAtMs: paymentStarts.get(index), completedAtMs: paymentEnds.get(index) };
      }
    },
    paymentMs: () => Float64Array.from({ length: timed }, (_, index) => paymentMs.get(index)),
  };
}

/**
 * Starts of payments under way. Two of one order can overlap on different hosts or attempts, never on
 * the same; the first has a place in columns, the rare others have one in a map.
 */
function createOpenPayments() {
  const startedAt = createColumn(Float64Array, NaN);
  const startedBy = createColumn(Uint32Array, 0);
  const hosts = new Map<string, number>();
  const others = new Map<string, number>();

  function payer({ host, attempt }: LedgerEvent): number {
    let number = hosts.get(host);
    if (number === undefined) hosts.set(host, number = hosts.size);
    return number * 65_536 + attempt;
  }

  return {
    start(index: number, event: LedgerEvent, atMs: number): void {
      if (Number.isNaN(startedAt.get(index))) {
        startedAt.set(index, atMs);
        startedBy.set(index, payer(event));
      } else others.set(`${index} ${payer(event)}`, atMs);
    },
    end(index: number, event: LedgerEvent): number | undefined {
      const by = payer(event);
      const atMs = startedAt.get(index);
      if (startedBy.get(index) === by && !Number.isNaN(atMs)) {
        startedAt.set(index, NaN);
        return atMs;
      }
      const key = `${index} ${by}`;
      const other = others.get(key);
      others.delete(key);
      return other;
    },
  };
}
