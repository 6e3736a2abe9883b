/**
 * Student's t distribution, to ten digits and more with up to a million degrees of freedom.
 *
 * @module
 */
import { regularisedIncompleteBeta } from "./incomplete_beta.ts";

/**
 * The chance that `T` is at most `t`: `P(T ≤ t) = 1 − ½ I_x(ν/2, ½)` with `x = ν / (ν + t²)` for
 * `t ≥ 0`, and by symmetry below. `ν`: degrees of freedom.
 *
 * Source: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.1.
 *
 * @param t any number, without unit.
 * @param degrees 1 to 1e9, need not be whole.
 * @throws {RangeError} if `degrees` or `t` is out of range.
 * @example
 * ```ts
 * import { studentTCdf } from "./student_t.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(studentTCdf(1, 1) - 0.75) < 1e-14);
 * ```
 */
export function studentTCdf(t: number, degrees: number): number {
  const half = studentTTwoSidedP(t, degrees) / 2;
  return t < 0 ? half : 1 - half;
}

/**
 * The chance of a `t` that far from 0 or farther, on either side: `P(|T| ≥ |t|)`. Exact in all its
 * digits also where it is tiny.
 *
 * @param t any number, without unit.
 * @param degrees degrees of freedom, 1 to 1e9, need not be whole.
 * @throws {RangeError} if `degrees` or `t` is out of range.
 * @example
 * ```ts
 * import { studentTTwoSidedP } from "./student_t.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(studentTTwoSidedP(-2.776445105197793, 4) - 0.05) < 1e-14);
 * ```
 */
export function studentTTwoSidedP(t: number, degrees: number): number {
  checkDegrees(degrees);
  if (Number.isNaN(t)) throw new RangeError("Cannot take a p-value: t must be a number, got NaN");
  const { x, complement } = betaArguments(t, degrees);
  return regularisedIncompleteBeta(x, degrees / 2, 0.5, complement);
}

/**
 * The `t` with `P(T ≤ t) = p`, by bisection of the distribution function down to neighbouring numbers.
 *
 * @param p between 0 and 1, both excluded.
 * @param degrees degrees of freedom, 1 to 1e9, need not be whole.
 * @throws {RangeError} if `p` or `degrees` is out of range.
 * @example
 * ```ts
 * import { studentTQuantile } from "./student_t.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(Math.abs(studentTQuantile(0.975, 4) - 2.7764451051977934) < 1e-12);
 * ```
 */
export function studentTQuantile(p: number, degrees: number): number {
  checkDegrees(degrees);
  if (!(p > 0 && p < 1)) {
    throw new RangeError(`Cannot take a quantile of t: p must be between 0 and 1, got ${p}`);
  }
  if (p === 0.5) return 0;
  const t = p < 0.25 || p > 0.75
    ? bisected((t) => studentTTwoSidedP(t, degrees) <= 2 * Math.min(p, 1 - p))
    : bisected((t) => centralProbability(t, degrees) >= 2 * Math.abs(p - 0.5));
  return p < 0.5 ? -t : t;
}

/** `P(|T| ≤ |t|)`: what keeps its digits near the middle. */
function centralProbability(t: number, degrees: number): number {
  const { x, complement } = betaArguments(t, degrees);
  return regularisedIncompleteBeta(complement, 0.5, degrees / 2, x);
}

/** `ν / (ν + t²)` and one minus that, each to all digits. */
function betaArguments(t: number, degrees: number): { x: number; complement: number } {
  const ratio = t * t / degrees;
  return { x: 1 / (1 + ratio), complement: 1 / (1 + 1 / ratio) };
}

/** The smallest `t > 0` from which on `reached` holds. */
function bisected(reached: (t: number) => boolean): number {
  let high = 1;
  while (!reached(high)) high *= 2;
  let low = 0;
  while (high - low > 2 ** -52 * high) {
    const middle = low + (high - low) / 2;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function checkDegrees(degrees: number): void {
  if (!(degrees >= 1 && degrees <= 1e9)) {
    throw new RangeError(
      `Cannot use Student's t: degrees of freedom must be from 1 to 1e9, got ${degrees}`,
    );
  }
}
