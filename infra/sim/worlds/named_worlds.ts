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
  "an API that was killed while it stopped was waited for, for ever": {
    seed: 1509010607,
    path: "queue",
    orders: 10,
    ratePerS: 17.077,
    clientTimeoutMs: 60_000,
    workers: 1,
    concurrency: 1,
    paymentSlots: 1,
    paymentMs: 100,
    paymentSpread: 1,
    prefetch: "ahead",
    visibilityTimeoutS: 30,
    leasesMax: 120_000,
    latencyMs: 15.632,
    onDisconnect: "cancel",
    restartMs: 1000,
    shots: [{ atMs: 594.674, what: "stop api" }, { atMs: 639.043, what: "kill api" }],
    duplicateProbability: 0,
    duplicateDelayMs: 0,
    skewMs: 0,
    faultProbability: 0.441,
    faultOnMs: 32_132.661,
    faultEveryMs: 288_636.479,
  },
};
