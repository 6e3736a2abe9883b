/**
 * How far values lie from each other.
 *
 * @module
 */
import { mean } from "../../../experiments/run/quantiles.ts";

/**
 * The sample variance, `s² = Σ (xᵢ − x̄)² / (n − 1)`, in the values' unit squared. In two passes and
 * corrected for what rounding leaves of `Σ (xᵢ − x̄)`, so that a large mean does not swallow it.
 *
 * Source: T. F. Chan, G. H. Golub and R. J. LeVeque, "Algorithms for computing the sample variance",
 * The American Statistician 37 (1983), formula 1.7.
 *
 * @param values finite.
 * @returns `undefined` of fewer than two values.
 * @throws {RangeError} if a value is not finite.
 * @example
 * ```ts
 * import { variance } from "./moments.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(variance([1, 2, 3, 4]), 5 / 3);
 * assert.equal(variance([7]), undefined);
 * ```
 */
export function variance(values: ArrayLike<number>): number | undefined {
  assertFinite("a variance", values);
  const n = values.length;
  if (n < 2) return undefined;
  const center = mean(values)!;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    const deviation = values[i]! - center;
    squares += deviation * deviation;
    rest += deviation;
  }
  return Math.max(0, squares - rest * rest / n) / (n - 1);
}

/**
 * The sample standard deviation, `s = √s²`, in the values' unit; see {@linkcode variance}.
 *
 * @example
 * ```ts
 * import { standardDeviation } from "./moments.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(standardDeviation([1, 3, 5]), 2);
 * ```
 */
export function standardDeviation(values: ArrayLike<number>): number | undefined {
  const squared = variance(values);
  return squared === undefined ? undefined : Math.sqrt(squared);
}

/**
 * Holds that all values are finite.
 *
 * @param what is to be computed of them, for the message: `a variance`.
 * @throws {RangeError} naming the first that is not.
 */
export function assertFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `Cannot compute ${what}: values must be finite, got ${values[i]} at index ${i}`,
      );
    }
  }
}
