/**
 * Percentiles from raw values.
 *
 * @module
 */
import { sortAscending } from "./sort_ascending.ts";

/**
 * The `q` quantile of values in ascending order, by linear interpolation between order statistics
 * (Hyndman and Fan 1996, type 7; the default of NumPy, R and Excel).
 *
 * @param ascending values, sorted; empty gives `undefined`.
 * @param q 0 to 1.
 * @example
 * ```ts
 * import { quantile } from "./quantiles.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
 * assert.equal(quantile([], 0.5), undefined);
 * ```
 */
export function quantile(ascending: ArrayLike<number>, q: number): number | undefined {
  if (!(q >= 0 && q <= 1)) {
    throw new RangeError(`Cannot take a quantile: q must be from 0 to 1, got ${q}`);
  }
  if (ascending.length === 0) return undefined;
  const position = q * (ascending.length - 1);
  const below = Math.floor(position);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (high - low) * (position - below);
}

/** The arithmetic mean; `undefined` of nothing. */
export function mean(values: ArrayLike<number>): number | undefined {
  if (values.length === 0) return undefined;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** A copy in ascending order, for {@linkcode quantile}. */
export function ascending(values: Iterable<number>): Float64Array {
  return sortAscending(Float64Array.from(values));
}
