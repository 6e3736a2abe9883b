/**
 * A whole distribution as points of a curve.
 *
 * @module
 */
import { ascending } from "../../../experiments/run/quantiles.ts";
import { assertFinite } from "./moments.ts";

/** One step of the curve. */
export interface EcdfPoint {
  /** In the values' unit. */
  value: number;
  /** Share of all values that are at most `value`, above 0 to 1. */
  share: number;
}

/**
 * The empirical distribution function, `F(x) = #(xᵢ ≤ x) / n`: one point a different value, ascending.
 *
 * Of more than `pointsMax` points it keeps the first, the last, and others at the shares `sin²(π u / 2)`
 * for even steps of `u`: no gap is wider than `½ π / (pointsMax − 1)` and the one step of the curve on which it ends, and the tails, which a
 * logarithmic axis shows large, keep many more points than the middle. Those kept lie on the curve.
 *
 * Source: A. W. van der Vaart, Asymptotic Statistics (1998), chapter 19; the spacing is that of Chebyshev's
 * points.
 *
 * @param values finite, in any order.
 * @param pointsMax most points returned, >= 2; default 500.
 * @throws {RangeError} if a value or `pointsMax` is out of range.
 * @example
 * ```ts
 * import { ecdfPoints } from "./ecdf.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(ecdfPoints([20, 10, 20, 40]), [
 *   { value: 10, share: 0.25 },
 *   { value: 20, share: 0.75 },
 *   { value: 40, share: 1 },
 * ]);
 * ```
 */
export function ecdfPoints(values: ArrayLike<number>, pointsMax = 500): EcdfPoint[] {
  if (!Number.isInteger(pointsMax) || pointsMax < 2) {
    throw new RangeError(
      `Cannot draw a distribution: pointsMax must be a whole number from 2 on, got ${pointsMax}`,
    );
  }
  assertFinite("a distribution", values);
  const sorted = ascending(Array.from(values));
  const ends: number[] = [];
  for (let i = 0; i < sorted.length; i++) if (sorted[i] !== sorted[i + 1]) ends.push(i);
  return keptOf(ends, pointsMax, sorted.length).map((end) => ({
    value: sorted[end]!,
    share: (end + 1) / sorted.length,
  }));
}

/** Of the ranks where the curve has its steps, those to keep. */
function keptOf(ends: readonly number[], pointsMax: number, n: number): readonly number[] {
  if (ends.length <= pointsMax) return ends;
  const kept: number[] = [];
  let place = 0;
  for (let point = 0; point < pointsMax; point++) {
    const share = Math.sin(Math.PI / 2 * point / (pointsMax - 1)) ** 2;
    while (place < ends.length - 1 && ends[place]! < share * (n - 1)) place++;
    if (kept.at(-1) !== ends[place]) kept.push(ends[place]!);
  }
  return kept;
}
