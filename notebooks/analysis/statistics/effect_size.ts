/**
 * How large a difference is beside the values' own spread.
 *
 * @module
 */
import { ascending, mean } from "../../../experiments/run/quantiles.ts";
import { logBeta } from "./incomplete_beta.ts";
import { assertFinite, variance } from "./moments.ts";

/**
 * Hedges' g: the difference of the means in standard deviations, without the bias of small groups:
 * `g = J(m) · (x̄(b) − x̄(a)) / s`, with `m = n(a) + n(b) − 2`,
 * `s² = ((n(a) − 1) s²(a) + (n(b) − 1) s²(b)) / m` and `J(m) = Γ(m/2) / (√(m/2) Γ((m − 1)/2))`.
 *
 * Source: L. V. Hedges, "Distribution theory for Glass's estimator of effect size and related
 * estimators", Journal of Educational Statistics 6 (1981).
 *
 * @param a values of the first group, finite.
 * @param b values of the second group.
 * @returns without unit, > 0 where `b` is larger; `undefined` if a group has fewer than two values, or
 * nothing varies.
 * @throws {RangeError} if a value is not finite.
 * @example
 * ```ts
 * import { hedgesG } from "./effect_size.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(hedgesG([5, 6, 7, 8, 9], [8, 9, 10, 11, 12])!.toFixed(3), "1.713");
 * ```
 */
export function hedgesG(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const varianceA = variance(a);
  const varianceB = variance(b);
  if (varianceA === undefined || varianceB === undefined) return undefined;
  const m = a.length + b.length - 2;
  const pooled = ((a.length - 1) * varianceA + (b.length - 1) * varianceB) / m;
  if (pooled === 0) return undefined;
  // Γ(m/2) / Γ((m − 1)/2) = √π / B((m − 1)/2, ½), which loses no digits where m is large.
  const unbiased = Math.sqrt(2 * Math.PI / m) / Math.exp(logBeta((m - 1) / 2, 0.5));
  return unbiased * (mean(b)! - mean(a)!) / Math.sqrt(pooled);
}

/**
 * Cliff's delta: the chance that a value of `b` is larger than one of `a`, minus the chance that it is
 * smaller: `δ = (#(b > a) − #(b < a)) / (n(a) n(b))`. It asks nothing of the values' distribution.
 *
 * Source: N. Cliff, "Dominance statistics: ordinal analyses to answer ordinal questions", Psychological
 * Bulletin 114 (1993).
 *
 * @param a values of the first group, finite.
 * @param b values of the second group.
 * @returns -1 to 1, without unit; `undefined` if a group is empty.
 * @throws {RangeError} if a value is not finite.
 * @example
 * ```ts
 * import { cliffsDelta } from "./effect_size.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(cliffsDelta([1, 2, 3], [2, 3, 4]), 5 / 9);
 * ```
 */
export function cliffsDelta(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  assertFinite("Cliff's delta", a);
  assertFinite("Cliff's delta", b);
  if (a.length === 0 || b.length === 0) return undefined;
  const sorted = ascending(Array.from(a));
  let dominance = 0;
  let below = 0;
  let notAbove = 0;
  for (const value of ascending(Array.from(b))) {
    while (below < sorted.length && sorted[below]! < value) below++;
    while (notAbove < sorted.length && sorted[notAbove]! <= value) notAbove++;
    dominance += below - (sorted.length - notAbove);
  }
  return dominance / (a.length * b.length);
}

/** The usual words for {@linkcode cliffsDelta}, by the size that each ends below. */
const DELTA_WORDS = [[0.147, "negligible"], [0.33, "small"], [0.474, "medium"]] as const;

/**
 * The usual word for a Cliff's delta, whatever its sign: below 0.147 `negligible`, below 0.33 `small`,
 * below 0.474 `medium`, else `large`.
 *
 * Source: J. Romano et al., "Appropriate statistics for ordinal level data", Florida Association of
 * Institutional Research (2006).
 *
 * @example
 * ```ts
 * import { cliffsDeltaWord } from "./effect_size.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(cliffsDeltaWord(-0.4), "medium");
 * ```
 */
export function cliffsDeltaWord(delta: number): "negligible" | "small" | "medium" | "large" {
  const found = DELTA_WORDS.find(([end]) => Math.abs(delta) < end);
  return found?.[1] ?? "large";
}
