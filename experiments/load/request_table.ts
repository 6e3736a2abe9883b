/**
 * The rows of a load, kept in columns.
 *
 * @module
 */
import { createColumn } from "../collect/column.ts";
import { type Rows, rowsMadeBy } from "../collect/rows.ts";
import type { OrderPath } from "../../services/orders/ledger_event.ts";
import { orderIdOf } from "./orders.ts";
import type { RequestOutcome, RequestRow } from "./request_row.ts";

/** What all rows of a load have in common. */
export interface RequestTableIdentity {
  trial: string;
  repetition: number;
  path: OrderPath;
  /** What order ids begin with. */
  idPrefix: string;
}

/** See {@linkcode createRequestTable}. Times are milliseconds since the run's start. */
export interface RequestTable {
  /** In the order of adding; the n-th has the n-th order id. */
  readonly rows: Rows<RequestRow>;
  /** Adds a row, not sent yet. Returns its index. */
  add(scheduledAtMs: number, sender: string, outcome: RequestOutcome): number;
  orderId(index: number): string;
  sent(index: number, atMs: number): void;
  responded(index: number, atMs: number, status: number): void;
  ended(index: number, outcome: RequestOutcome, error: string | undefined): void;
}

const OUTCOMES: readonly RequestOutcome[] = ["confirmed", "rejected", "failed", "unsent"];

/** A table without rows. */
export function createRequestTable(
  { trial, repetition, path, idPrefix }: RequestTableIdentity,
): RequestTable {
  const scheduled = createColumn(Float64Array, NaN);
  const sent = createColumn(Float64Array, NaN);
  const responded = createColumn(Float64Array, NaN);
  const statuses = createColumn(Uint16Array, 0);
  const outcomes = createColumn(Uint8Array, 0);
  const senders = createColumn(Uint32Array, 0);
  const senderNames: string[] = [];
  const senderNumbers = new Map<string, number>();
  /** Few rows have one. */
  const errors = new Map<number, string>();
  let length = 0;

  function senderNumber(name: string): number {
    let number = senderNumbers.get(name);
    if (number === undefined) {
      number = senderNames.push(name) - 1;
      senderNumbers.set(name, number);
    }
    return number;
  }

  const orderId = (index: number) => orderIdOf(idPrefix, index + 1);

  return {
    rows: rowsMadeBy(() => length, (index) => ({
      trial,
      repetition,
      order_id: orderId(index),
      path,
      sender: senderNames[senders.get(index)]!,
      scheduled_at_ms: scheduled.get(index),
      sent_at_ms: sent.find(index),
      responded_at_ms: responded.find(index),
      status: statuses.get(index) || undefined,
      outcome: OUTCOMES[outcomes.get(index)]!,
      error: errors.size === 0 ? undefined : errors.get(index),
    })),
    orderId,
    add(scheduledAtMs, sender, outcome) {
      const index = length++;
      scheduled.set(index, scheduledAtMs);
      senders.set(index, senderNumber(sender));
      outcomes.set(index, OUTCOMES.indexOf(outcome));
      return index;
    },
    sent: sent.set,
    responded(index, atMs, status) {
      responded.set(index, atMs);
      statuses.set(index, status);
    },
    ended(index, outcome, error) {
      outcomes.set(index, OUTCOMES.indexOf(outcome));
      if (error !== undefined) errors.set(index, error);
    },
  };
}
