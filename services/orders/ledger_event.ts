/**
 * Ledger events: what services write to standard output, one JSON line an event, before they act on
 * it. The ledger (`orders.csv`) is made from these lines alone.
 *
 * @module
 */

/** The way an order takes. */
export type OrderPath = "sync" | "queue" | "lambda";

/**
 * What happened to an order.
 *
 * - `accepted`: the service took it (the topic's answer; on `sync`, the start of its payment).
 * - `publish_unknown`: sent to the topic, no answer: it may have been taken all the same.
 * - `received`: a worker holds it under a lease.
 * - `started`, `completed`: of one payment, `attempt` says which.
 * - `failed`: one attempt failed, or the client went away before payment on `sync`.
 * - `returned`: given back to the queue unpaid.
 * - `dead_lettered`: its last allowed receive failed; the queue's redrive policy moves it.
 */
export const LEDGER_EVENT_NAMES = [
  "accepted",
  "publish_unknown",
  "received",
  "started",
  "completed",
  "failed",
  "returned",
  "dead_lettered",
] as const;

/** See {@linkcode LEDGER_EVENT_NAMES}. */
export type LedgerEventName = typeof LEDGER_EVENT_NAMES[number];

/** One line of a service's standard output about one order. */
export interface LedgerEvent {
  event: LedgerEventName;
  order_id: string;
  /** The trial's id; contains a letter. */
  trial: string;
  /** 1 to n. */
  repetition: number;
  path: OrderPath;
  /** Which process wrote it: `api-<pid>`, `worker-<pid>`. */
  host: string;
  /** Epoch milliseconds on the host's clock. */
  at_ms: number;
  /** The receive count on `queue`, else 1; 0 where the order has not been received. */
  attempt: number;
  /** With `completed`: milliseconds from `started` to `completed`. */
  payment_ms?: number;
  /** With `failed`, `returned`, `dead_lettered`, `publish_unknown`: why, in words. */
  reason?: string;
}
