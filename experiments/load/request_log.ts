/**
 * The book of a load: sends orders, keeps a row for each, and knows which are unanswered.
 *
 * @module
 */
import type { OrderPath } from "../../services/orders/ledger_event.ts";
import type { Clock, Random } from "../../services/orders/ports.ts";
import { createLine, type Place } from "./line.ts";
import { idPrefixOf, orderIdOf, orderOf } from "./orders.ts";
import type { RequestOutcome, RequestRow } from "./request_row.ts";
import { outcomeOf, type Sender, type SendResult } from "./sender.ts";
import { sleptThrough } from "./slept_through.ts";

/** Whose orders a load sends. */
export interface LoadIdentity {
  /** Trial id; contains a letter. */
  trial: string;
  /** 1 to n. */
  repetition: number;
  path: OrderPath;
  /** What rows count their times from: the run's start, epoch milliseconds on the load's clock. */
  runStartMs: number;
  /** What order ids begin with; default `<trial>-r<repetition>-`. */
  idPrefix?: string;
}

/** How many orders of a load are where. */
export interface LoadCounts {
  /** Rows: sent and unsent. */
  scheduled: number;
  sent: number;
  unsent: number;
  confirmed: number;
  rejected: number;
  failed: number;
  /** Sent and not answered yet. */
  inFlight: number;
}

/** One load's book. */
export interface RequestLog {
  /** One per intended send, in the order of sending. */
  readonly rows: readonly RequestRow[];
  readonly counts: Readonly<LoadCounts>;
  /** Whether {@linkcode stop} was called. */
  readonly stopped: boolean;
  /**
   * Sends the next order.
   *
   * @param dueMs when it was to be sent, on the clock.
   * @param random the order's contents are drawn from it.
   * @param onEnd called when it is answered or given up.
   */
  send(dueMs: number, sender: string, random: Random, onEnd?: () => void): void;
  /** Notes an order that was to be sent and is not. */
  unsent(dueMs: number, sender: string, error: string): void;
  /** Gives up all orders without an answer, as failed for that reason; no more may be sent. */
  stop(reason: string): void;
  /** Waits until all are answered, for `graceMs` at most; false when some are not, or `signal` aborts. */
  settled(graceMs: number, signal: AbortSignal): Promise<boolean>;
}

/** An order that is not answered yet. */
interface Flight {
  row: RequestRow;
  onEnd: (() => void) | undefined;
}

/** Opens a load's book. */
export function requestLog(identity: LoadIdentity, clock: Clock, sender: Sender): RequestLog {
  const { runStartMs } = identity;
  const idPrefix = identity.idPrefix ?? idPrefixOf(identity.trial, identity.repetition);
  const rows: RequestRow[] = [];
  const counts = noCounts();
  const inFlight = createLine<Flight>();
  const giveUp = new AbortController();
  let whenSettled: (() => void) | undefined;
  let stopped = false;

  function add(dueMs: number, by: string, outcome: "failed" | "unsent"): RequestRow {
    const row = newRow(identity, orderIdOf(idPrefix, rows.length + 1), by, outcome);
    row.scheduled_at_ms = dueMs - runStartMs;
    rows.push(row);
    counts.scheduled++;
    return row;
  }

  function end(flight: Place<Flight>, result: SendResult): void {
    // Given up before its answer came.
    if (!inFlight.remove(flight)) return;
    const { row, onEnd } = flight.item;
    row.outcome = outcomeOf(result);
    if (result.answered) {
      row.responded_at_ms = clock.now() - runStartMs;
      row.status = result.status;
    }
    if (row.outcome !== "confirmed") row.error = result.error ?? "";
    counts[row.outcome]++;
    counts.inFlight--;
    onEnd?.();
    if (inFlight.length === 0) whenSettled?.();
  }

  return {
    rows,
    counts,
    get stopped() {
      return stopped;
    },
    send(dueMs, by, random, onEnd) {
      const row = add(dueMs, by, "failed");
      const onSent = () => {
        row.sent_at_ms = clock.now() - runStartMs;
      };
      onSent();
      counts.sent++;
      counts.inFlight++;
      const flight = inFlight.add({ row, onEnd });
      sender.send(orderOf(row.order_id, random), giveUp.signal, onSent).then(
        (result) => end(flight, result),
        // A sender never throws; should one, its order is accounted for all the same.
        (error) => end(flight, { answered: false, ambiguous: true, error: `no answer: ${error}` }),
      );
    },
    unsent(dueMs, by, error) {
      add(dueMs, by, "unsent").error = error;
      counts.unsent++;
    },
    stop(reason) {
      // First, as whoever hears of an order's end may want to send the next.
      stopped = true;
      const given: SendResult = { answered: false, ambiguous: true, error: reason };
      for (const flight of inFlight.places()) end(flight, given);
      giveUp.abort(reason);
    },
    async settled(graceMs, signal) {
      if (inFlight.length === 0) return true;
      const settled = new AbortController();
      whenSettled = () => settled.abort();
      await sleptThrough(clock, graceMs, AbortSignal.any([signal, settled.signal]));
      return inFlight.length === 0;
    },
  };
}

function noCounts(): LoadCounts {
  return {
    scheduled: 0,
    sent: 0,
    unsent: 0,
    confirmed: 0,
    rejected: 0,
    failed: 0,
    inFlight: 0,
  };
}

function newRow(
  { trial, repetition, path }: LoadIdentity,
  orderId: string,
  sender: string,
  outcome: RequestOutcome,
): RequestRow {
  return {
    trial,
    repetition,
    order_id: orderId,
    path,
    sender,
    scheduled_at_ms: 0,
    sent_at_ms: undefined,
    responded_at_ms: undefined,
    status: undefined,
    outcome,
    error: undefined,
  };
}
