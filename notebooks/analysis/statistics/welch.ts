/**
 * Whether two groups of repetitions differ, and by how much.
 *
 * @module
 */
import { mean } from "../../../experiments/run/quantiles.ts";
import type { Interval } from "../figure.ts";
import { upperLevel, VALUES_MIN } from "./mean_interval.ts";
import { variance } from "./moments.ts";
import { studentTQuantile, studentTTwoSidedP } from "./student_t.ts";

/** See {@linkcode welchDifference}. */
export interface WelchDifference {
  /** `x̄(b) − x̄(a)`, in the values' unit. */
  difference: number;
  /** Of the difference, in the values' unit. */
  interval: Interval;
  /** Chance of a difference that large or larger if both groups had one mean, 0 to 1. */
  p: number;
  /** Degrees of freedom by Welch and Satterthwaite. */
  degrees: number;
}

/**
 * The difference of two means whose groups may vary differently: `d ± t(½ + c/2; ν) · e` with
 * `d = x̄(b) − x̄(a)`, `e² = s²(a)/n(a) + s²(b)/n(b)`, and
 * `ν = e⁴ / ((s²(a)/n(a))² / (n(a) − 1) + (s²(b)/n(b))² / (n(b) − 1))`; `p` is two-sided, of `t = d / e`.
 * Groups of which neither varies at all give an interval without width, and `p` 1 or 0.
 *
 * Source: B. L. Welch, "The generalization of Student's problem when several different population
 * variances are involved", Biometrika 34 (1947).
 *
 * @param a values of the first group, one an independent repetition, finite.
 * @param b values of the second group.
 * @param confidence between 0 and 1; default 0.95.
 * @returns `undefined` if a group has fewer than `VALUES_MIN` values.
 * @throws {RangeError} if a value or the confidence is out of range.
 * @example
 * ```ts
 * import { welchDifference } from "./welch.ts";
 * import assert from "node:assert/strict";
 *
 * const { difference, interval, p } = welchDifference([5, 6, 7, 8, 9], [8, 9, 10, 11, 12])!;
 * assert.equal(difference, 3);
 * assert.deepEqual(interval.map((end) => end.toFixed(3)), ["0.694", "5.306"]);
 * assert.equal(p.toFixed(4), "0.0171");
 * ```
 */
export function welchDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  confidence = 0.95,
): WelchDifference | undefined {
  const level = upperLevel(confidence);
  const varianceA = variance(a);
  const varianceB = variance(b);
  if (varianceA === undefined || a.length < VALUES_MIN) return undefined;
  if (varianceB === undefined || b.length < VALUES_MIN) return undefined;
  const difference = mean(b)! - mean(a)!;
  const squareA = varianceA / a.length;
  const squareB = varianceB / b.length;
  const error = Math.sqrt(squareA + squareB);
  if (error === 0) {
    const degrees = a.length + b.length - 2;
    const interval: Interval = [difference, difference];
    return { difference, interval, p: difference === 0 ? 1 : 0, degrees };
  }
  // As shares of their sum, so that no tiny square vanishes.
  const shareA = squareA / (squareA + squareB);
  const degrees = 1 / (shareA ** 2 / (a.length - 1) + (1 - shareA) ** 2 / (b.length - 1));
  const half = studentTQuantile(level, degrees) * error;
  return {
    difference,
    interval: [difference - half, difference + half],
    p: studentTTwoSidedP(difference / error, degrees),
    degrees,
  };
}
