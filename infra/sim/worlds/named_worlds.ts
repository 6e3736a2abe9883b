/**
 * Worlds that once failed, as they were shrunk, by what was wrong. A seed alone would not do: it draws
 * another world as soon as worlds have one more field.
 *
 * @module
 */
import type { World } from "./world.ts";

/** See the module. */
export const NAMED_WORLDS: Readonly<Record<string, World>> = {
  "on a skewed clock a batcher waited for less than time can tell apart, for ever": {
    seed: 1066,
    path: "queue",
    orders: 12,
    ratePerS: 218.701,
    clientTimeoutMs: 60_000,
    workers: 1,
    concurrency: 1,
    paymentSlots: 1,
    paymentMs: 100,
    paymentSpread: 1,
    prefetch: "ahead",
    visibilityTimeoutS: 35,
    leasesMax: 120_000,
    latencyMs: 14.803,
    onDisconnect: "cancel",
    restartMs: 1000,
    shots: [],
    duplicateProbability: 0,
    duplicateDelayMs: 0,
    skewMs: 3.031,
    faultProbability: 0,
    faultOnMs: 1729.489,
    faultEveryMs: 16_382.97,
  },
};
