/**
 * A line through points.
 *
 * @module
 */
import { mean } from "../../../experiments/run/quantiles.ts";
import type { Interval } from "../figure.ts";
import { upperLevel, VALUES_MIN } from "./mean_interval.ts";
import { assertFinite } from "./moments.ts";
import { studentTQuantile } from "./student_t.ts";

/** See {@linkcode linearRegression}. */
export interface Line {
  /** Unit of y per unit of x. */
  slope: number;
  /** Unit of y: the line's value at x = 0. */
  intercept: number;
  /** Of the slope; absent of fewer than five points. */
  slopeInterval?: Interval;
  /** Share of y's variance that the line explains, 0 to 1; absent where y does not vary. */
  rSquared?: number;
}

/**
 * The line of least squares, `y = α + β x`: `β = Sxy / Sxx`, `α = ȳ − β x̄`, `r² = Sxy² / (Sxx Syy)`, and
 * `β ± t(½ + c/2; n − 2) · √(Σ rᵢ² / (n − 2) / Sxx)` with `Sxy = Σ (xᵢ − x̄)(yᵢ − ȳ)` and the residuals
 * `rᵢ = yᵢ − α − β xᵢ`.
 *
 * The interval holds where residuals do not depend on each other. Samples of one backlog over time do:
 * there the slope is a description, and repetitions give the interval.
 *
 * Source: N. R. Draper and H. Smith, Applied Regression Analysis (3rd edition, 1998), chapter 1.
 *
 * @param xs finite.
 * @param ys finite, as many as `xs`.
 * @param confidence of the slope's interval, between 0 and 1; default 0.95.
 * @returns `undefined` where `xs` holds fewer than two different values.
 * @throws {RangeError} if lengths differ, or a value or the confidence is out of range.
 * @example
 * ```ts
 * import { linearRegression } from "./regression.ts";
 * import assert from "node:assert/strict";
 *
 * const { slope, intercept, rSquared } = linearRegression([0, 1, 2], [5, 7, 9])!;
 * assert.deepEqual([slope, intercept, rSquared], [2, 5, 1]);
 * ```
 */
export function linearRegression(
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  confidence = 0.95,
): Line | undefined {
  const level = upperLevel(confidence);
  assertFinite("a regression", xs);
  assertFinite("a regression", ys);
  const n = xs.length;
  if (ys.length !== n) {
    throw new RangeError(
      `Cannot compute a regression: there must be as many y as x, got ${ys.length} and ${n}`,
    );
  }
  if (n < 2) return undefined;
  const [centerX, centerY] = [mean(xs)!, mean(ys)!];
  let [sumXx, sumXy, sumYy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [xs[i]! - centerX, ys[i]! - centerY];
    sumXx += x * x;
    sumXy += x * y;
    sumYy += y * y;
  }
  if (sumXx === 0) return undefined;
  const slope = sumXy / sumXx;
  const line: Line = { slope, intercept: centerY - slope * centerX };
  if (sumYy > 0) line.rSquared = Math.min(1, sumXy * sumXy / sumXx / sumYy);
  if (n >= VALUES_MIN) {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (ys[i]! - centerY - slope * (xs[i]! - centerX)) ** 2;
    const half = studentTQuantile(level, n - 2) * Math.sqrt(squares / (n - 2) / sumXx);
    line.slopeInterval = [slope - half, slope + half];
  }
  return line;
}
