/**
 * The port that load goes out by, and what its answers mean.
 *
 * @module
 */
import type { RequestOutcome } from "./request_row.ts";

/** One order to send. */
export interface OutgoingRequest {
  orderId: string;
  /** The order's JSON with its `order_id`. */
  body: string;
}

/** What became of one request. */
export type SendResult =
  | {
    answered: true;
    /** HTTP status. */
    status: number;
    /** Unless the status is 2xx: the beginning of the answer's body. */
    error?: string;
  }
  | {
    answered: false;
    /** Something was sent: the service may have taken the order all the same. */
    ambiguous: boolean;
    /** Why there is no answer: begins with `not sent` or `no answer`. */
    error: string;
  };

/** Where orders go: over HTTP to an API, or in a simulation straight to its use-case. */
export interface Sender {
  /**
   * Sends one order, once. Never throws and never retries: a repeated send would be a second order.
   *
   * @param signal gives the request up; the result is then not answered.
   * @param onSent called once, synchronously, when the request goes onto the wire; not called when it
   * never does.
   */
  send(
    request: OutgoingRequest,
    signal?: AbortSignal,
    onSent?: () => void,
  ): Promise<SendResult>;
}

/**
 * What a result means for the client: `confirmed` (2xx), `rejected` (the service said no: 4xx, and 503,
 * its overload), else `failed`.
 *
 * @example
 * ```ts
 * import { outcomeOf } from "./sender.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(outcomeOf({ answered: true, status: 202 }), "confirmed");
 * assert.equal(outcomeOf({ answered: true, status: 503 }), "rejected");
 * assert.equal(outcomeOf({ answered: true, status: 500 }), "failed");
 * assert.equal(outcomeOf({ answered: false, ambiguous: true, error: "no answer: reset" }), "failed");
 * ```
 */
export function outcomeOf(result: SendResult): RequestOutcome {
  if (!result.answered) return "failed";
  const { status } = result;
  if (status >= 200 && status < 300) return "confirmed";
  return (status >= 400 && status < 500) || status === 503 ? "rejected" : "failed";
}
