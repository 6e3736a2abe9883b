/**
 * What ledger events say of each order, taken in one by one. Pure.
 *
 * @module
 */
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";

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
  /** By order id; {@linkcode buildLedger} uses them up. */
  readonly orders: Map<string, OrderFacts>;
  /** Every payment that was completed, duplicates too. */
  readonly payments: PaymentInterval[];
  /** `payment_ms` of every payment. */
  readonly paymentMs: number[];
  add(event: LedgerEvent): void;
}

/**
 * No facts yet.
 *
 * @param startEpochMs epoch milliseconds of the run's start.
 */
export function createLedgerFacts(startEpochMs: number): LedgerFacts {
  const orders = new Map<string, OrderFacts>();
  const payments: PaymentInterval[] = [];
  const paymentMs: number[] = [];
  /** Payments under way. Two of one order can overlap on different hosts or attempts, never on the same. */
  const open = new Map<string, number>();

  function addTo(order: OrderFacts, event: LedgerEvent, atMs: number): void {
    switch (event.event) {
      case "accepted":
        order.acceptedAtMs = earliest(order.acceptedAtMs, atMs);
        break;
      case "received":
        order.receivedAtMs = earliest(order.receivedAtMs, atMs);
        order.receives += 1;
        break;
      case "started":
        order.startedAtMs = earliest(order.startedAtMs, atMs);
        order.starts += 1;
        open.set(paymentOf(event), atMs);
        break;
      case "completed": {
        const payment = paymentOf(event);
        order.completedAtMs = earliest(order.completedAtMs, atMs);
        order.completions += 1;
        const startedAtMs = open.get(payment) ?? atMs - (event.payment_ms ?? 0);
        payments.push({ startedAtMs, completedAtMs: atMs });
        if (event.payment_ms !== undefined) paymentMs.push(event.payment_ms);
        open.delete(payment);
        break;
      }
      case "dead_lettered":
        order.deadLettered = true;
        break;
      case "failed":
      case "returned":
      case "publish_unknown":
        break;
    }
    if (event.event === "publish_unknown") return;
    if (event.event === "failed" && event.path === "sync") return;
    order.taken = true;
  }

  return {
    orders,
    payments,
    paymentMs,
    add(event) {
      let order = orders.get(event.order_id);
      if (order === undefined) orders.set(event.order_id, order = newFacts());
      addTo(order, event, event.at_ms - startEpochMs);
    },
  };
}

function paymentOf({ order_id, host, attempt }: LedgerEvent): string {
  return `${order_id}\n${host}\n${attempt}`;
}

function newFacts(): OrderFacts {
  return {
    acceptedAtMs: undefined,
    receivedAtMs: undefined,
    startedAtMs: undefined,
    completedAtMs: undefined,
    receives: 0,
    starts: 0,
    completions: 0,
    deadLettered: false,
    taken: false,
  };
}

function earliest(known: number | undefined, atMs: number): number {
  return known === undefined || atMs < known ? atMs : known;
}
