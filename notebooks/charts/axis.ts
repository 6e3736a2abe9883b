/**
 * Axes: what a value is on paper, and which values get a tick.
 *
 * @module
 */

/** One axis. */
export interface Axis {
  /** Quantity and unit; that the scale is a logarithm's, where it is. */
  title: string;
  log: boolean;
  /** Ascending. */
  domain: readonly [low: number, high: number];
  ticks: readonly number[];
  /** d3-format of the ticks. */
  format: string;
}

/** `1,000`, `0.5`, never `0.50` or `1e+3`. */
const PLAIN = ",~f";

/**
 * An axis from zero to a little more than the largest value.
 *
 * @param count about how many steps to have.
 * @param most where the scale cannot go further, such as 100 of percent.
 * @example
 * ```ts
 * import { linearAxis } from "./axis.ts";
 * import assert from "node:assert/strict";
 *
 * const axis = linearAxis({ title: "orders", values: [1438], count: 4 });
 * assert.deepEqual(axis.ticks, [0, 500, 1000, 1500]);
 * assert.deepEqual(axis.domain, [0, 1500]);
 * ```
 */
export function linearAxis(
  { title, values, count = 4, format = PLAIN, most }: {
    title: string;
    values: Iterable<number>;
    count?: number;
    format?: string;
    most?: number;
  },
): Axis {
  const max = most ?? largest(values);
  const step = niceStep(max > 0 ? max / count : 1);
  const steps = Math.max(1, Math.ceil(max / step - 1e-9));
  const all = Array.from({ length: steps + 1 }, (_, index) => tidy(index * step));
  const to = most ?? Math.max(max, Math.min(all.at(-1)!, max > 0 ? max * 1.06 : Infinity));
  const ticks = all.filter((tick) => tick <= to);
  return { title, log: false, domain: [0, to], ticks, format };
}

/**
 * A linear axis that ends with its data: for time, which needs no room behind its end.
 *
 * @param values not negative.
 */
export function timeAxis(
  { title, values, count }: { title: string; values: Iterable<number>; count: number },
): Axis {
  const max = largest(values);
  const axis = linearAxis({ title, values: [max], count });
  if (max <= 0) return axis;
  return { ...axis, domain: [0, max], ticks: axis.ticks.filter((tick) => tick <= max) };
}

/**
 * A logarithmic axis around the values, said so in its title.
 *
 * @param values positive; others are left out of its domain.
 * @throws {RangeError} if no value is positive.
 * @example
 * ```ts
 * import { logAxis } from "./axis.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(logAxis({ title: "ms", values: [2, 800] }).ticks, [1, 10, 100, 1000]);
 * assert.equal(logAxis({ title: "ms", values: [2, 800] }).title, "ms, log scale");
 * ```
 */
export function logAxis(
  { title, values, format = PLAIN, room }: {
    title: string;
    values: Iterable<number>;
    format?: string;
    /** The axis ends at the outermost values times this, >= 1; without it, at the next ticks. */
    room?: number;
  },
): Axis {
  const [low, high] = positiveRange(title, values);
  const decades = Math.log10(high / low);
  const sparsest = decades < 1.2 ? 2 : decades < 2 ? 1 : 0;
  const candidates = MANTISSAS.slice(sparsest).map((mantissas) => {
    const all = logTicks(low, high, mantissas);
    const from = room !== undefined ? low / room : all.findLast((tick) => tick <= low) ?? low;
    const to = room !== undefined ? high * room : all.find((tick) => tick >= high) ?? high;
    return { domain: [from, to] as const, ticks: all.filter((tick) => tick >= from && tick <= to) };
  });
  const chosen = candidates.find(({ ticks }) => ticks.length >= 3) ?? candidates.at(-1)!;
  return { title: `${title}, log scale`, log: true, ...chosen, format };
}

/** Ticks within a decade, from few to many. */
const MANTISSAS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]];

/** Ticks from below `low` to above `high`, at most some seven decades of them. */
function logTicks(low: number, high: number, mantissas: readonly number[]): number[] {
  const [from, to] = [Math.floor(Math.log10(low)) - 1, Math.ceil(Math.log10(high)) + 1];
  const every = Math.max(1, Math.ceil(Math.log10(high / low) / 7));
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .filter((power) => power % every === 0)
    .flatMap((power) => mantissas.map((mantissa) => tidy(mantissa * 10 ** power)));
}

function positiveRange(title: string, values: Iterable<number>): [number, number] {
  let [low, high] = [Infinity, 0];
  for (const value of values) {
    if (!(value > 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) {
    throw new RangeError(`Cannot draw ${title} on a log scale: one value must be > 0, got none`);
  }
  return high / low < 2 ? [low / 1.5, high * 1.5] : [low, high];
}

/** Whether positive values span so much that only a logarithm shows all of them. */
export function spansDecades(values: Iterable<number>): boolean {
  const positive = [...values].filter((value) => value > 0);
  return positive.length > 1 && largest(positive) / Math.min(...positive) >= 50;
}

/** The largest value; 0 of none. */
export function largest(values: Iterable<number>): number {
  let max = 0;
  for (const value of values) max = Math.max(max, value);
  return max;
}

/** Pixels from the start of an axis of `length` pixels. */
export function toPixels({ log, domain: [low, high] }: Axis, value: number, length: number) {
  const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  return share * length;
}

/** The value at so many pixels from the start; inverse of {@linkcode toPixels}. */
export function fromPixels({ log, domain: [low, high] }: Axis, pixels: number, length: number) {
  const share = pixels / length;
  return log ? low * (high / low) ** share : low + (high - low) * share;
}

/** The nearest of 1, 2, 5, 10 … by ratio. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const mantissa = step / power;
  const nice = mantissa < Math.SQRT2
    ? 1
    : mantissa < Math.sqrt(10)
    ? 2
    : mantissa < 50 ** 0.5
    ? 5
    : 10;
  return power * nice;
}

/** Without what binary fractions leave behind. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
