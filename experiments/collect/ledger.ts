/**
 * The ledger: requests as the client saw them, joined by order id with the events that the services
 * wrote. Pure.
 *
 * @module
 */
import type { LedgerEvent, OrderPath } from "../../services/orders/ledger_event.ts";
import type { FinalState } from "../run/schema.ts";
import {
  createLedgerFacts,
  type LedgerFacts,
  type OrderFacts,
  type PaymentInterval,
} from "./ledger_facts.ts";
import { type Rows, rowsMadeBy } from "./rows.ts";

export type { PaymentInterval } from "./ledger_facts.ts";

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

/** What one trial and repetition left behind. */
export interface Ledger {
  rows: Rows<OrderRow>;
  /** Every payment that was completed, duplicates too. */
  payments: Iterable<PaymentInterval>;
  /** Ids in events that no request row knows: never of this trial, or a fault of the tool. */
  unknownIds: string[];
}

/** Input of {@linkcode buildLedger}. */
export interface LedgerInput {
  trial: string;
  repetition: number;
  requests: Rows<SentOrder>;
  /** What the services' events say. */
  facts: LedgerFacts;
  /** Ids found in the queue after the drain's deadline. */
  leftInQueue?: ReadonlySet<string>;
  /** Ids found in the dead-letter queue. */
  deadLettered?: ReadonlySet<string>;
}

const NO_PLACE = 0xffff_ffff;

/** What `events` say, for {@linkcode buildLedger}. */
export function factsOf(events: Iterable<LedgerEvent>, startEpochMs: number): LedgerFacts {
  const facts = createLedgerFacts(startEpochMs);
  for (const event of events) facts.add(event);
  return facts;
}

/**
 * Joins requests with what ledger events say.
 *
 * An order is accepted if it was confirmed or has an event that only an accepted order can have. A
 * publish without an answer (`publish_unknown`) and a request cancelled before its payment (`failed`
 * on `sync`) are no acceptance by themselves.
 */
export function buildLedger(input: LedgerInput): Ledger {
  const { requests, facts } = input;
  const places = new Uint32Array(requests.length);
  let known = 0;
  let next = 0;
  for (const { order_id } of requests) {
    const place = facts.find(order_id);
    if (place !== undefined) known++;
    places[next++] = place ?? NO_PLACE;
  }
  const rows = rowsMadeBy(() => requests.length, (index) => {
    const request = requests.at(index)!;
    const place = places[index]!;
    const order = place === NO_PLACE ? undefined : facts.at(place);
    const accepted = request.outcome === "confirmed" || order?.taken === true;
    return orderRow(input, request, order, accepted);
  });
  const unknownIds = known === facts.size ? [] : idsWithout(facts, requests);
  return { rows, payments: { [Symbol.iterator]: () => iterator(facts.payments()) }, unknownIds };
}

function iterator<T>(values: Iterable<T>): Iterator<T> {
  return values[Symbol.iterator]();
}

function idsWithout(facts: LedgerFacts, requests: Rows<SentOrder>): string[] {
  const sent = new Set<string>();
  for (const { order_id } of requests) sent.add(order_id);
  return [...facts.ids()].filter((id) => !sent.has(id));
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
    accepted_at_ms: order?.acceptedAtMs,
    received_at_ms: order?.receivedAtMs,
    started_at_ms: order?.startedAtMs,
    completed_at_ms: order?.completedAtMs,
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
