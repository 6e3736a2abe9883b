/**
 * The rows of `requests.csv`: one per intended send, whatever became of it.
 *
 * @module
 */
import type { OrderPath } from "../../services/orders/ledger_event.ts";

/**
 * - `confirmed`: the client got its 2xx.
 * - `rejected`: the service said no (4xx, 503).
 * - `failed`: any other answer, or none.
 * - `unsent`: never sent; `error` says why.
 */
export type RequestOutcome = "confirmed" | "rejected" | "failed" | "unsent";

/** One intended send. Times are milliseconds since the run's start; an absent time is `undefined`. */
export interface RequestRow {
  trial: string;
  repetition: number;
  order_id: string;
  path: OrderPath;
  /** Who sent it: `arrivals` in the open loop, `user-1` to `user-n` in the closed one. */
  sender: string;
  scheduled_at_ms: number;
  sent_at_ms: number | undefined;
  responded_at_ms: number | undefined;
  /** HTTP status of the answer. */
  status: number | undefined;
  outcome: RequestOutcome;
  /** Why the outcome is not `confirmed`, on one line. */
  error: string | undefined;
}

/** Columns of `requests.csv`, in order. */
export const REQUEST_COLUMNS = [
  "trial",
  "repetition",
  "order_id",
  "path",
  "sender",
  "scheduled_at_ms",
  "sent_at_ms",
  "responded_at_ms",
  "status",
  "outcome",
  "error",
] as const satisfies readonly (keyof RequestRow)[];
