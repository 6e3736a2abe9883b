import type { ReceivedMessage } from "./ports.ts";
import { processOrder, type ProcessOrderDeps, receiveOrder } from "./process_order.ts";

/** Which messages of a batch are to come again, in the shape that Lambda's event source mapping reads. */
export interface BatchResult {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Works on a whole batch at once and names the messages that must stay on the queue: those that are
 * not orders, and those whose payment failed or was given up.
 *
 * Source of the result's shape: AWS Lambda, "Reporting batch item failures".
 *
 * @param signal gives up orders that still wait for a payment slot.
 * @example
 * ```ts
 * import { drainBatch } from "./drain_batch.ts";
 * import { createLedger } from "./ledger.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = { now: () => 0, sleep: () => Promise.resolve() };
 * const identity = { trial: "t", repetition: 1, path: "queue", host: "worker-1" } as const;
 * const result = await drainBatch(
 *   [{ messageId: "m1", receipt: "r1", body: "not an order", receiveCount: 1, sentAtMs: 0 }],
 *   {
 *     clock,
 *     ledger: createLedger({ clock, recorder: { record() {} } }, identity),
 *     payment: { pay: () => Promise.resolve() },
 *     log() {},
 *     maxReceiveCount: 3,
 *   },
 * );
 * assert.deepEqual(result, { batchItemFailures: [{ itemIdentifier: "m1" }] });
 * ```
 */
export async function drainBatch(
  messages: readonly ReceivedMessage[],
  deps: ProcessOrderDeps,
  signal?: AbortSignal,
): Promise<BatchResult> {
  const paid = await Promise.all(messages.map(async (message) => {
    const received = receiveOrder(message, deps);
    if (!received) return false;
    return (await processOrder(received, deps, signal)).state === "paid";
  }));
  return {
    batchItemFailures: messages
      .filter((_, index) => !paid[index])
      .map((message) => ({ itemIdentifier: message.messageId })),
  };
}
