/**
 * The ledger: requests as the client saw them, joined by order id with the events that the services
 * wrote. Pure.
 *
 * @module
 */
import type { LedgerEvent, OrderPath } from "../../services/orders/ledger_event.ts";
import type { FinalState } from "../run/schema.ts";

/** What the ledger needs of one intended send. Times are milliseconds since the run's start. */
export interface SentOrder {
  order_id: string;
  path: OrderPath;
  scheduled_at_ms: number;
  sent_at_ms?: number | undefined;
  responded_at_ms?: number | undefined;
  outcome: "confirmed" | "rejected" | "failed" | "unsent";
}

/** One row of `orders.csv`. Times are milliseconds since the run's start. */
export interface OrderRow {
  trial: string;
  repetition: number;
  order_id: string;
  path: OrderPath;
  scheduled_at_ms: number;
  sent_at_ms: number | undefined;
  responded_at_ms: number | undefined;
  accepted_at_ms: number | undefined;
  received_at_ms: number | undefined;
  started_at_ms: number | undefined;
  completed_at_ms: number | undefined;
  attempts: number;
  completions: number;
  cold_start: boolean | undefined;
  final_state: FinalState;
}

/** One payment, from its `started` to its `completed` event. */
export interface PaymentInterval {
  startedAtMs: number;
  completedAtMs: number;
}

/** What one trial and repetition left behind. */
export interface Ledger {
  rows: OrderRow[];
  /** Every payment that was completed, duplicates too. */
  payments: PaymentInterval[];
  /** Accepted, whether or not the client heard of it. */
  acceptedIds: Set<string>;
  /** Ids in events that no request row knows: never of this trial, or a fault of the tool. */
  unknownIds: string[];
}

/** Input of {@linkcode buildLedger}. */
export interface LedgerInput {
  trial: string;
  repetition: number;
  requests: readonly SentOrder[];
  events: Iterable<LedgerEvent>;
  /** Epoch milliseconds of the run's start. */
  startEpochMs: number;
  /** Ids found in the queue after the drain's deadline. */
  leftInQueue?: ReadonlySet<string>;
  /** Ids found in the dead-letter queue. */
  deadLettered?: ReadonlySet<string>;
}

interface OrderFacts {
  accepted?: number;
  received?: number;
  started?: number;
  completed?: number;
  receives: number;
  starts: number;
  completions: number;
  deadLettered: boolean;
  /** The service took it: any event but a failure before acceptance. */
  taken: boolean;
}

/**
 * Joins requests with ledger events.
 *
 * An order is accepted if it was confirmed or has an event that only an accepted order can have. A
 * publish without an answer (`publish_unknown`) and a request cancelled before its payment (`failed`
 * on `sync`) are no acceptance by themselves.
 */
export function buildLedger(input: LedgerInput): Ledger {
  const facts = new Map<string, OrderFacts>();
  const payments: PaymentInterval[] = [];
  const open = new Map<string, number>();
  for (const event of input.events) {
    const order = facts.get(event.order_id) ?? newFacts(facts, event.order_id);
    applyEvent(order, event, event.at_ms - input.startEpochMs, open, payments);
  }
  const acceptedIds = new Set<string>();
  const rows: OrderRow[] = [];
  for (const request of input.requests) {
    const order = facts.get(request.order_id);
    facts.delete(request.order_id);
    const accepted = request.outcome === "confirmed" || order?.taken === true;
    if (accepted) acceptedIds.add(request.order_id);
    rows.push(orderRow(input, request, order, accepted));
  }
  return { rows, payments, acceptedIds, unknownIds: [...facts.keys()] };
}

function newFacts(facts: Map<string, OrderFacts>, orderId: string): OrderFacts {
  const order: OrderFacts = {
    receives: 0,
    starts: 0,
    completions: 0,
    deadLettered: false,
    taken: false,
  };
  facts.set(orderId, order);
  return order;
}

function applyEvent(
  order: OrderFacts,
  event: LedgerEvent,
  atMs: number,
  open: Map<string, number>,
  payments: PaymentInterval[],
): void {
  // Two payments of one order can overlap on different hosts or attempts, never on the same.
  const payment = `${event.order_id}\n${event.host}\n${event.attempt}`;
  switch (event.event) {
    case "accepted":
      order.accepted = earliest(order.accepted, atMs);
      break;
    case "received":
      order.received = earliest(order.received, atMs);
      order.receives += 1;
      break;
    case "started":
      order.started = earliest(order.started, atMs);
      order.starts += 1;
      open.set(payment, atMs);
      break;
    case "completed":
      order.completed = earliest(order.completed, atMs);
      order.completions += 1;
      payments.push({
        startedAtMs: open.get(payment) ?? atMs - (event.payment_ms ?? 0),
        completedAtMs: atMs,
      });
      open.delete(payment);
      break;
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

function earliest(known: number | undefined, atMs: number): number {
  return known === undefined || atMs < known ? atMs : known;
}

function orderRow(
  input: LedgerInput,
  request: SentOrder,
  order: OrderFacts | undefined,
  accepted: boolean,
): OrderRow {
  return {
    trial: input.trial,
    repetition: input.repetition,
    order_id: request.order_id,
    path: request.path,
    scheduled_at_ms: request.scheduled_at_ms,
    sent_at_ms: request.sent_at_ms,
    responded_at_ms: request.responded_at_ms,
    accepted_at_ms: order?.accepted,
    received_at_ms: order?.received,
    started_at_ms: order?.started,
    completed_at_ms: order?.completed,
    attempts: Math.max(order?.receives ?? 0, order?.starts ?? 0),
    completions: order?.completions ?? 0,
    cold_start: undefined,
    final_state: finalState(input, request, order, accepted),
  };
}

function finalState(
  input: LedgerInput,
  request: SentOrder,
  order: OrderFacts | undefined,
  accepted: boolean,
): FinalState {
  if (order !== undefined && order.completions > 0) return "completed";
  const id = request.order_id;
  if (order?.deadLettered || input.deadLettered?.has(id)) return "dead_lettered";
  if (input.leftInQueue?.has(id)) return "outstanding";
  if (accepted) return "lost";
  return request.outcome === "confirmed" ? "lost" : request.outcome;
}
