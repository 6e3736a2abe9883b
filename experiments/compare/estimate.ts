/**
 * What the repetitions of a trial say of one figure.
 *
 * @module
 */
import { ascending, quantile } from "../run/quantiles.ts";

/** A median with the interval that the repetitions give it. */
export interface Estimate {
  median: number;
  /** The smallest and the largest value: of five repetitions, an interval of 93.75 % for the median. */
  low: number;
  high: number;
}

/**
 * Median, smallest and largest of `values`, in their unit.
 *
 * @returns `undefined` of none.
 * @example
 * ```ts
 * import { estimateOf } from "./estimate.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(estimateOf([9, 30, 10]), { median: 10, low: 9, high: 30 });
 * ```
 */
export function estimateOf(values: readonly number[]): Estimate | undefined {
  const sorted = ascending(values);
  const median = quantile(sorted, 0.5);
  if (median === undefined) return undefined;
  return { median, low: sorted[0]!, high: sorted.at(-1)! };
}
