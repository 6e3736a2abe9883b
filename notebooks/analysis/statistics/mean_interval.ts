/**
 * The interval that repetitions give their mean.
 *
 * @module
 */
import { mean } from "../../../experiments/run/quantiles.ts";
import type { Interval } from "../figure.ts";
import { standardDeviation } from "./moments.ts";
import { studentTQuantile } from "./student_t.ts";

/** Values below which no interval is given. */
export const VALUES_MIN = 5;

/**
 * Student's confidence interval of a mean: `x̄ ± t(½ + c/2; n − 1) · s / √n`, in the values' unit.
 * `x̄`: mean, `s`: sample standard deviation, `n`: values, `c`: confidence.
 *
 * Source: Student (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908).
 *
 * @param values one an independent repetition, finite.
 * @param confidence between 0 and 1; default 0.95.
 * @returns `undefined` of fewer than {@linkcode VALUES_MIN} values.
 * @throws {RangeError} if a value or the confidence is out of range.
 * @example
 * ```ts
 * import { meanInterval } from "./mean_interval.ts";
 * import assert from "node:assert/strict";
 *
 * const [low, high] = meanInterval([28.1, 28.2, 28.4, 28.0, 28.3])!;
 * assert.deepEqual([low.toFixed(3), high.toFixed(3)], ["28.004", "28.396"]);
 * assert.equal(meanInterval([28.1, 28.2]), undefined);
 * ```
 */
export function meanInterval(
  values: ArrayLike<number>,
  confidence = 0.95,
): Interval | undefined {
  const level = upperLevel(confidence);
  const deviation = standardDeviation(values);
  const n = values.length;
  if (n < VALUES_MIN || deviation === undefined) return undefined;
  const center = mean(values)!;
  const half = studentTQuantile(level, n - 1) * deviation / Math.sqrt(n);
  return [center - half, center + half];
}

/**
 * The quantile level that bounds a two-sided interval from above: 0.975 of 0.95.
 *
 * @throws {RangeError} if `confidence` is not between 0 and 1.
 * @example
 * ```ts
 * import { upperLevel } from "./mean_interval.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(upperLevel(0.95), 0.975);
 * ```
 */
export function upperLevel(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `Cannot give an interval: confidence must be between 0 and 1, got ${confidence}`,
    );
  }
  return 0.5 + confidence / 2;
}
