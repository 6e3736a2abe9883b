/**
 * Times that differ from case to case: each a function from randomness to milliseconds.
 *
 * @module
 */
import type { Random } from "../../../services/orders/ports.ts";

/** One draw of a time, milliseconds, >= 0. */
export type Draw = (random: Random) => number;

/** Standard normal quantile of 0.99. */
export const Z_99 = 2.3263478740408408;

/**
 * Always the same.
 *
 * @param ms finite, >= 0.
 * @throws {RangeError} when `ms` is out of range.
 */
export function constantMs(ms: number): Draw {
  check("constant time", { ms }, ms >= 0);
  return () => ms;
}

/**
 * Lognormal, given by the percentiles that measurements are published by: `p50 × e^(σz)` with
 * `σ = ln(p99 / p50) / 2.326`.
 *
 * @param p50 median, milliseconds, > 0.
 * @param p99 99th percentile, milliseconds, >= `p50`.
 * @throws {RangeError} when they are out of range.
 * @example
 * ```ts
 * import { lognormalMs } from "./draw.ts";
 * import assert from "node:assert/strict";
 *
 * const halves = [0.999999, 0.25];
 * assert.ok(Math.abs(lognormalMs(10, 60)({ next: () => halves.shift() ?? 0 }) - 10) < 0.01);
 * ```
 */
export function lognormalMs(p50: number, p99: number): Draw {
  check("lognormal time", { p50, p99 }, p50 > 0 && p99 >= p50);
  const sigma = Math.log(p99 / p50) / Z_99;
  return (random) => p50 * Math.exp(sigma * standardNormal(random));
}

/**
 * Exponential: memoryless, the M of queueing theory.
 *
 * @param meanMs finite, >= 0.
 * @throws {RangeError} when `meanMs` is out of range.
 */
export function exponentialMs(meanMs: number): Draw {
  check("exponential time", { meanMs }, meanMs >= 0);
  return (random) => -Math.log(1 - random.next()) * meanMs;
}

/**
 * One of the given times, each as likely: what was measured, again.
 *
 * @param samples milliseconds, finite, >= 0, at least one.
 * @throws {RangeError} when there is none, or one is out of range.
 */
export function empiricalMs(samples: readonly number[]): Draw {
  checkSamples(samples);
  return (random) => samples[Math.floor(random.next() * samples.length)]!;
}

/**
 * Stretches of what was measured, each from a random place on: times that are slow together stay so,
 * where single draws would spread a moment's delay over a whole run (the stationary bootstrap of Politis
 * and Romano, 1994).
 *
 * @param samples milliseconds, finite, >= 0, at least one, in the order in which they were measured.
 * @param lengthMean mean length of a stretch, >= 1.
 * @throws {RangeError} when there is no sample, or a number is out of range.
 */
export function stretchesMs(samples: readonly number[], lengthMean: number): Draw {
  check("stretch of times", { lengthMean }, lengthMean >= 1);
  checkSamples(samples);
  const placeOf = new WeakMap<Random, number>();
  return (random) => {
    const last = placeOf.get(random);
    const goesOn = random.next() * lengthMean >= 1;
    const place = last !== undefined && goesOn
      ? (last + 1) % samples.length
      : Math.floor(random.next() * samples.length);
    placeOf.set(random, place);
    return samples[place]!;
  };
}

/** Box and Muller, 1958; the sine half is thrown away, so that each draw takes two numbers, always. */
function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}

function checkSamples(samples: readonly number[]): void {
  const worst = samples.find((ms) => !(ms >= 0 && ms < Infinity));
  const holds = samples.length > 0 && worst === undefined;
  check("measured time", { samples: samples.length, worst: worst ?? 0 }, holds);
}

function check(what: string, values: Record<string, number>, holds: boolean): void {
  if (holds && Object.values(values).every(Number.isFinite)) return;
  const given = Object.entries(values).map(([name, value]) => `${name} = ${value}`).join(", ");
  throw new RangeError(
    `Cannot draw a ${what}: numbers must be finite, >= 0 and in order, got ${given}`,
  );
}
