import { QUEUE_BATCH_MAX } from "../orders/ports.ts";
import type { WorkerSettings } from "./worker_settings.ts";

/** How much a worker may hold, and when it asks for more. */
export interface ReceivePlan {
  /** Most messages held and asked for together. */
  capacity: number;
  /** It asks as soon as there is room for this many, 1 to 10. */
  chunk: number;
}

/** What the plan follows. */
export interface ReceivePace {
  /** Mean time of a payment, milliseconds; 0 while none is known. */
  paymentMs: number;
  /** Round trip of a receive that did not have to wait for messages, milliseconds; 0 while unknown. */
  roundTripMs: number;
}

/** The original system's channel. Source: `data/reference/README.md`. */
export const ORIGINAL_CHANNEL = 100;

/**
 * Decides how much to hold.
 *
 * `ahead` is a reorder-point policy (s, Q): orders that the slots finish during a round trip are asked
 * for before the buffer runs dry, twice over for safety (s = 2 × slots / payment time × round trip,
 * at most one for each slot), and a receive brings Q = 10. Up to s = 5 the two share one receive's
 * worth, so that never more than `min(concurrency, slots) + 10` are held; beyond that, s is on its way
 * while the slots use up as many.
 *
 * @example
 * ```ts
 * import { receivePlan } from "./receive_plan.ts";
 * import assert from "node:assert/strict";
 *
 * const settings = { concurrency: 20, paymentSlots: 5, prefetch: "ahead" } as const;
 * assert.deepEqual(receivePlan(settings, { paymentMs: 100, roundTripMs: 20 }), {
 *   capacity: 15,
 *   chunk: 8,
 * });
 * ```
 */
export function receivePlan(
  settings: Readonly<Pick<WorkerSettings, "concurrency" | "paymentSlots" | "prefetch">>,
  pace: Readonly<ReceivePace>,
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
  const { paymentMs, roundTripMs } = pace;
  const demand = paymentMs > 0 ? Math.floor(2 * width * roundTripMs / paymentMs) : 0;
  const reorderPoint = Math.min(demand, width);
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
  const { capacity } = receivePlan(settings, { paymentMs: 0, roundTripMs: 0 });
  return Math.ceil(capacity / QUEUE_BATCH_MAX);
}
