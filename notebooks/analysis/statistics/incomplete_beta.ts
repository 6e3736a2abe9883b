/**
 * The incomplete beta function: what Student's t distribution is made of.
 *
 * @module
 */

/** From here on the Stirling series of seven terms is exact to the last bit. */
const STIRLING_MIN = 10;

/** Coefficients `B₂ₖ / (2k (2k − 1))` of the series. */
const STIRLING = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
];

/** Terms of the continued fraction; it needs about `√max(a, b)`. */
const TERMS_MAX = 1_000_000;

/** What Stirling's formula leaves out: `ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π)`, for `x ≥ 10`. */
function stirlingRest(x: number): number {
  const square = x * x;
  return STIRLING.reduceRight((sum, coefficient) => sum / square + coefficient, 0) / x;
}

/**
 * `ln Γ(x)` by Stirling's series, small `x` raised by `Γ(x + 1) = x Γ(x)`.
 *
 * Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 6.1.15 and 6.1.41.
 *
 * @param x > 0.
 * @example
 * ```ts
 * import { logGamma } from "./incomplete_beta.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(logGamma(5) - Math.log(24)) < 1e-14);
 * ```
 */
export function logGamma(x: number): number {
  let raised = x;
  let product = 1;
  while (raised < STIRLING_MIN) product *= raised++;
  return (raised - 0.5) * Math.log(raised) - raised + 0.5 * Math.log(2 * Math.PI) +
    stirlingRest(raised) - Math.log(product);
}

/**
 * `ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b)`. Where one argument is large its two terms nearly
 * cancel; they are subtracted term by term of their series, so that no digit is lost.
 *
 * @param a > 0.
 * @param b > 0; the smaller of the two below about 100.
 * @example
 * ```ts
 * import { logBeta } from "./incomplete_beta.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(logBeta(0.5, 0.5) - Math.log(Math.PI)) < 1e-14);
 * ```
 */
export function logBeta(a: number, b: number): number {
  const large = Math.max(a, b);
  const small = Math.min(a, b);
  if (large < STIRLING_MIN) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const sum = large + small;
  return logGamma(small) - (large - 0.5) * Math.log1p(small / large) -
    small * Math.log(sum) + small + stirlingRest(large) - stirlingRest(sum);
}

/**
 * The regularised incomplete beta function
 * `Iₓ(a, b) = 1 / B(a, b) ∫₀ˣ tᵃ⁻¹ (1 − t)ᵇ⁻¹ dt`, by its continued fraction.
 *
 * Source: Abramowitz and Stegun (1964), 26.5.8, and 26.5.2 where the fraction would converge slowly;
 * evaluated as in W. H. Press et al., Numerical Recipes (3rd edition, 2007), 6.4.
 *
 * @param x 0 to 1.
 * @param a > 0.
 * @param b > 0; the smaller of `a` and `b` below about 100.
 * @param complement `1 − x`, where the caller knows it to more digits.
 * @example
 * ```ts
 * import { regularisedIncompleteBeta } from "./incomplete_beta.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(regularisedIncompleteBeta(0.25, 2, 1) - 0.0625) < 1e-15);
 * ```
 */
export function regularisedIncompleteBeta(
  x: number,
  a: number,
  b: number,
  complement = 1 - x,
): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedIncompleteBeta(complement, b, a, x);
  // The logarithm that is near 0 comes from the smaller number, which has all its digits.
  const logX = x < 0.5 ? Math.log(x) : Math.log1p(-complement);
  const logComplement = x < 0.5 ? Math.log1p(-x) : Math.log(complement);
  const front = Math.exp(a * logX + b * logComplement - logBeta(a, b)) / a;
  return front / continuedFraction(x, a, b);
}

/** The fraction `1 + d₁/(1 + d₂/(1 + …))` by the method of Lentz as Thompson and Barnett changed it. */
function continuedFraction(x: number, a: number, b: number): number {
  const coefficient = (term: number) => {
    const m = term >> 1;
    return term % 2 === 0
      ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
  };
  const nonZero = (value: number) => Math.abs(value) < 1e-300 ? 1e-300 : value;
  let fraction = 1;
  let numerator = 1;
  let denominator = 0;
  for (let term = 1; term <= TERMS_MAX; term++) {
    const d = coefficient(term);
    denominator = 1 / nonZero(1 + d * denominator);
    numerator = nonZero(1 + d / numerator);
    fraction *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < 4e-16) return fraction;
  }
  throw new RangeError(
    `Cannot compute an incomplete beta function: a and b must be above 0 and below about 1e11, ` +
      `got ${a} and ${b}`,
  );
}
