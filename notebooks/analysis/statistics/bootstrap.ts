/**
 * Intervals of any statistic, by drawing the values again.
 *
 * @module
 */
import { ascending, quantile } from "../../../experiments/run/quantiles.ts";
import { createSeededRandom, type SeededRandom } from "../../../services/orders/seeded_random.ts";
import type { Interval } from "../figure.ts";
import { upperLevel, VALUES_MIN } from "./mean_interval.ts";
import { assertFinite } from "./moments.ts";

/** A number made of values in ascending order: `mean`, or `(values) => quantile(values, 0.99)`. */
export type Statistic = (ascending: Float64Array) => number | undefined;

/** See {@linkcode bootstrapInterval}. */
export interface BootstrapOptions {
  /** A whole number from 0 to 2^53 - 1; the same seed gives the same interval. */
  seed: number;
  /** How often the values are drawn again, >= 1000; default 2000. */
  resamples?: number;
  /** Between 0 and 1; default 0.95. */
  confidence?: number;
}

/**
 * The percentile bootstrap: `n` values are drawn with replacement from the `n` there are, again and
 * again, and the interval lies between the quantiles `½ ± c/2` of the statistic of these draws.
 *
 * Only for values that do not depend on each other. The waits of one queue do: an order waits for those
 * before it, and an interval of this kind would be far too narrow.
 *
 * Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 *
 * @param values finite; takes `resamples × values.length` draws.
 * @param statistic gets values in ascending order, and must not change or keep them.
 * @returns in the statistic's unit; `undefined` of fewer than `VALUES_MIN` values, or where the
 * statistic has none.
 * @throws {RangeError} if a value or an option is out of range.
 * @example
 * ```ts
 * import { bootstrapInterval } from "./bootstrap.ts";
 * import { quantile } from "../../../experiments/run/quantiles.ts";
 * import assert from "node:assert/strict";
 *
 * const values = Array.from({ length: 101 }, (_, i) => i);
 * const [low, high] = bootstrapInterval(values, (all) => quantile(all, 0.5), { seed: 1 })!;
 * assert.ok(35 < low && low < 45 && 55 < high && high < 65);
 * ```
 */
export function bootstrapInterval(
  values: ArrayLike<number>,
  statistic: Statistic,
  options: BootstrapOptions,
): Interval | undefined {
  const redraw = redrawing(values, createSeededRandom(options.seed).fork("bootstrap"));
  if (redraw === undefined) return undefined;
  return percentileInterval(() => statistic(redraw()), options);
}

/**
 * The percentile bootstrap of a difference, `statistic(b) − statistic(a)`, each group drawn by itself;
 * see {@linkcode bootstrapInterval}.
 *
 * @example
 * ```ts
 * import { bootstrapDifferenceInterval } from "./bootstrap.ts";
 * import { mean } from "../../../experiments/run/quantiles.ts";
 * import assert from "node:assert/strict";
 *
 * const a = Array.from({ length: 50 }, (_, i) => i % 10);
 * const b = a.map((value) => value + 4);
 * const [low, high] = bootstrapDifferenceInterval(a, b, mean, { seed: 1 })!;
 * assert.ok(low > 2.5 && low < 4 && high > 4 && high < 5.5);
 * ```
 */
export function bootstrapDifferenceInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  statistic: Statistic,
  options: BootstrapOptions,
): Interval | undefined {
  const random = createSeededRandom(options.seed);
  const redrawA = redrawing(a, random.fork("bootstrap-a"));
  const redrawB = redrawing(b, random.fork("bootstrap-b"));
  if (redrawA === undefined || redrawB === undefined) return undefined;
  return percentileInterval(() => {
    const [ofA, ofB] = [statistic(redrawA()), statistic(redrawB())];
    return ofA === undefined || ofB === undefined ? undefined : ofB - ofA;
  }, options);
}

/** Draws as many values again, in ascending order, into the same memory each time. */
function redrawing(
  values: ArrayLike<number>,
  random: SeededRandom,
): (() => Float64Array) | undefined {
  assertFinite("a bootstrap", values);
  const n = values.length;
  if (n < VALUES_MIN) return undefined;
  const sorted = ascending(Array.from(values));
  const times = new Uint32Array(n);
  const drawn = new Float64Array(n);
  return () => {
    times.fill(0);
    for (let draw = 0; draw < n; draw++) times[random.below(n)]!++;
    let end = 0;
    for (let index = 0; index < n; index++) {
      const begin = end;
      end += times[index]!;
      drawn.fill(sorted[index]!, begin, end);
    }
    return drawn;
  };
}

function percentileInterval(
  draw: () => number | undefined,
  { resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): Interval | undefined {
  const level = upperLevel(confidence);
  if (!Number.isInteger(resamples) || resamples < 1000) {
    throw new RangeError(
      `Cannot bootstrap: resamples must be a whole number from 1000 on, got ${resamples}`,
    );
  }
  const drawn = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) {
    const value = draw();
    if (value === undefined) return undefined;
    drawn[i] = value;
  }
  drawn.sort();
  return [quantile(drawn, 1 - level)!, quantile(drawn, level)!];
}
