import { type IdentifiedOrder, orderFaultsText, parseOrder } from "./order.ts";
import type { Log } from "./log.ts";
import { payOrder, type PayOrderDeps } from "./pay_order.ts";
import type { ReceivedMessage } from "./ports.ts";

/** What working on messages needs. */
export interface ProcessOrderDeps extends PayOrderDeps {
  log: Log;
  /** Receives of a message before its queue moves it to the dead-letter queue; >= 1. */
  maxReceiveCount: number;
}

/** A message that holds an order. */
export interface ReceivedOrder {
  order: IdentifiedOrder;
  message: ReceivedMessage;
}

/** What became of one received order. `paid` ends in a delete, everything else in giving it back. */
export type ProcessOutcome =
  | { state: "paid"; paymentMs: number }
  | { state: "returned"; reason: string }
  | { state: "failed"; reason: string }
  | { state: "dead_lettered"; reason: string };

/**
 * Opens a message and records `received`.
 *
 * A message that is not an order has no id to record: it is logged as `poison` with its reason, and is
 * to be given back, so that the queue's redrive policy moves it to the dead-letter queue.
 *
 * @returns the order, or nothing.
 */
export function receiveOrder(
  message: ReceivedMessage,
  deps: Pick<ProcessOrderDeps, "ledger" | "log">,
): ReceivedOrder | undefined {
  const check = parseOrder(message.body);
  const reason = !check.ok
    ? orderFaultsText(check.faults)
    : check.order.order_id === undefined
    ? "Cannot accept order: order_id must be a string, got nothing"
    : undefined;
  if (!check.ok || reason !== undefined) {
    deps.log({
      event: "poison",
      message_id: message.messageId,
      attempt: message.receiveCount,
      reason: reason ?? "not an order",
    });
    return undefined;
  }
  const order = check.order as IdentifiedOrder;
  deps.ledger.record("received", order.order_id, message.receiveCount);
  return { order, message };
}

/**
 * Works on one received order: pays for it and records every step. `completed` is recorded before this
 * resolves, so that the message may be deleted.
 *
 * @param signal gives the order up while it waits for a payment slot (the worker stops, its lease is
 * lost); a payment that has started is finished.
 * @param onStart called when the payment starts.
 */
export async function processOrder(
  received: ReceivedOrder,
  deps: ProcessOrderDeps,
  signal?: AbortSignal,
  onStart?: () => void,
): Promise<ProcessOutcome> {
  const orderId = received.order.order_id;
  const attempt = received.message.receiveCount;
  const result = await payOrder(orderId, attempt, deps, signal, onStart);
  if (result.state === "paid") return result;
  const { reason } = result;
  const state = result.state === "cancelled"
    ? "returned"
    : attempt >= deps.maxReceiveCount
    ? "dead_lettered"
    : "failed";
  deps.ledger.record(state, orderId, attempt, { reason });
  return { state, reason };
}
