import { QUEUE_BATCH_MAX } from "../orders/ports.ts";
import type { WorkerSettings } from "./worker_settings.ts";

/** How much a worker may hold, and when it asks for more. */
export interface ReceivePlan {
  /** Most messages held and asked for together. */
  capacity: number;
  /** It asks as soon as there is room for this many, 1 to 10. */
  chunk: number;
}

/** The original system's channel. Source: `data/reference/README.md`. */
export const ORIGINAL_CHANNEL = 100;

/**
 * Decides how much to hold.
 *
 * `ahead` is a reorder-point policy (s, Q): what the slots will have finished when a receive that is
 * sent now is answered is asked for beforehand (s, by forecast), and a receive brings Q = 10. Up to
 * s = 5 the two share one receive's worth, so that never more than `min(concurrency, slots) + 10` are
 * held; beyond that, s is on its way while the slots use up as many.
 *
 * In every case a payment more that is about to end makes room for one message more.
 *
 * @param ending payments that will have ended when a receive sent now is answered, >= 0.
 * @example
 * ```ts
 * import { receivePlan } from "./receive_plan.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { concurrency: 20, paymentSlots: 5, prefetch: "ahead" } as const;
 * assert.deepEqual(receivePlan(settings, 2), { capacity: 15, chunk: 8 });
 * ```
 */
export function receivePlan(
  settings: Readonly<Pick<WorkerSettings, "concurrency" | "paymentSlots" | "prefetch">>,
  ending: number,
): ReceivePlan {
  const { concurrency, paymentSlots, prefetch } = settings;
  if (prefetch === "original") {
    // One receive more than fits, which waits before the full channel as the original's did.
    return {
      capacity: concurrency + ORIGINAL_CHANNEL + QUEUE_BATCH_MAX,
      chunk: QUEUE_BATCH_MAX,
    };
  }
  if (typeof prefetch === "number") {
    return {
      capacity: concurrency + prefetch,
      chunk: Math.max(1, Math.min(QUEUE_BATCH_MAX, prefetch)),
    };
  }
  const width = Math.min(concurrency, paymentSlots);
  const reorderPoint = Math.min(ending, width);
  const chunk = reorderPoint <= 5 ? QUEUE_BATCH_MAX - reorderPoint : QUEUE_BATCH_MAX;
  return { capacity: width + reorderPoint + chunk, chunk };
}

/**
 * Most receives under way at once: as many as fill an empty worker; one where the original system's
 * single poller is wanted.
 */
export function receivesMax(
  settings: Readonly<Pick<WorkerSettings, "concurrency" | "paymentSlots" | "prefetch">>,
): number {
  if (settings.prefetch === "original") return 1;
  const { capacity } = receivePlan(settings, 0);
  return Math.ceil(capacity / QUEUE_BATCH_MAX);
}
