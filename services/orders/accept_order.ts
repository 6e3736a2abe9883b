import type { Ledger } from "./ledger.ts";
import { encodeOrder, type Order } from "./order.ts";
import type { Clock, OutgoingOrder, PublishOutcome, Random } from "./ports.ts";
import { retry, type RetryPolicy } from "./retry.ts";
import { uuidFrom } from "./uuid.ts";

/** What accepting needs. */
export interface AcceptOrderDeps {
  clock: Clock;
  random: Random;
  ledger: Ledger;
  /** Publishes one order: the batcher's. Never throws. */
  publish(order: OutgoingOrder): Promise<PublishOutcome>;
  /** For outcomes that are retryable and not ambiguous. Default {@linkcode PUBLISH_RETRY}. */
  retryPolicy?: Readonly<RetryPolicy>;
}

/** What became of an order that asked to be accepted. */
export type Acceptance =
  | { accepted: true; orderId: string; acceptedAtMs: number; attempts: number }
  | {
    accepted: false;
    orderId: string;
    /** Sent, but no answer came: the order may be worked on all the same. */
    ambiguous: boolean;
    reason: string;
    attempts: number;
  };

/** Three attempts within about 300 ms: a client that waits is better told soon. */
export const PUBLISH_RETRY: Readonly<RetryPolicy> = { attemptsMax: 3, baseMs: 50, capMs: 200 };

/**
 * Accepts an order: hands it to the topic and records `accepted` once the topic has it.
 *
 * A refusal that may pass (throttling, a refused connection) is tried again. An ambiguous publish is
 * not: a second one could double the order. It is recorded as `publish_unknown`, and the caller must
 * not confirm it.
 *
 * @param order a valid order; without `order_id` it gets one.
 */
export async function acceptOrder(order: Order, deps: AcceptOrderDeps): Promise<Acceptance> {
  const orderId = order.order_id ?? uuidFrom(deps.random);
  const outgoing = { orderId, body: encodeOrder(order, orderId) };
  const { result: outcome, attempts } = await retry(
    () => deps.publish(outgoing),
    mayBeRepeated,
    deps,
    deps.retryPolicy ?? PUBLISH_RETRY,
  );
  if (outcome.ok) {
    const acceptedAtMs = await deps.ledger.recordTogether("accepted", orderId, 0);
    return { accepted: true, orderId, acceptedAtMs, attempts };
  }
  const { ambiguous } = outcome;
  const reason = `${outcome.code}: ${outcome.message}`;
  if (ambiguous) deps.ledger.record("publish_unknown", orderId, 0, { reason });
  return { accepted: false, orderId, ambiguous, reason, attempts };
}

function mayBeRepeated(outcome: PublishOutcome): boolean {
  return !outcome.ok && outcome.retryable && !outcome.ambiguous;
}
