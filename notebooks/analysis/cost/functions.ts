/**
 * What Lambda bills of an invocation.
 *
 * @module
 */
import type { Assumptions } from "./assume.ts";

/**
 * Milliseconds billed of an invocation: ⌈init + duration⌉ with a cold start, else ⌈duration⌉.
 *
 * Source: `data/reference/README.md`, and the row `INIT phase billing` of `data/reference/prices.csv`.
 *
 * @param durationMs time of the handler, >= 0.
 * @param initMs time of the cold start; 0 without one.
 * @example
 * ```ts
 * import { billedMs } from "./functions.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(billedMs(3002.4, 57.9), 3061);
 * assert.equal(billedMs(3002.4), 3003);
 * ```
 */
export function billedMs(durationMs: number, initMs = 0): number {
  return Math.ceil(initMs + durationMs);
}

/**
 * Milliseconds billed of an order on average: c × ⌈init + d⌉ + (1 − c) × ⌈d⌉, with c =
 * coldStartShare and d = serviceTimeMs + functionOverheadMs.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { billedMsPerOrder } from "./functions.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(billedMsPerOrder(assume({ coldStartShare: 0.5, initMs: 60 })), 3033);
 * ```
 */
export function billedMsPerOrder(assumptions: Assumptions): number {
  const { serviceTimeMs, functionOverheadMs, initMs, coldStartShare } = assumptions;
  const durationMs = serviceTimeMs + functionOverheadMs;
  return coldStartShare * billedMs(durationMs, initMs) +
    (1 - coldStartShare) * billedMs(durationMs);
}

/**
 * GB-seconds of orders: orders × {@linkcode billedMsPerOrder} / 1,000 × functionMemoryMb / 1,024.
 *
 * @param orders >= 0; one invocation each: SNS delivers one message a call, retries are not counted.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { gbSeconds } from "./functions.ts";
 * import assert from "node:assert/strict";
 *
 * const warm = assume({ coldStartShare: 0, functionOverheadMs: 0, functionMemoryMb: 512 });
 * assert.equal(gbSeconds(1_000_000, warm), 1_500_000);
 * ```
 */
export function gbSeconds(orders: number, assumptions: Assumptions): number {
  return orders * billedMsPerOrder(assumptions) / 1000 * assumptions.functionMemoryMb / 1024;
}
