/**
 * Arrival processes of the open loop: when orders are sent, whatever becomes of those before. Pure; only
 * the generator waits.
 *
 * @module
 */
import type { Random } from "../../services/orders/ports.ts";

/** At one rate. */
interface Rate {
  /** Orders per second, > 0. */
  ratePerS: number;
  /** Length of the load phase, seconds, > 0; orders are scheduled from 0 to below it. */
  durationS: number;
}

/** Whether orders come evenly or as a Poisson process of the same rate; default `even`. */
type Spacing = "even" | "poisson";

/** An arrival process. */
export type Arrivals =
  /** Evenly spaced, the first at 0. */
  | ({ kind: "constant" } & Rate)
  /** Exponentially distributed gaps: what many independent customers make. */
  | ({ kind: "poisson" } & Rate)
  /** The rate goes in a straight line from one value (>= 0) to the other; one of them > 0. */
  | {
    kind: "ramp";
    fromPerS: number;
    toPerS: number;
    durationS: number;
    spacing?: Spacing;
  }
  /** A base rate (>= 0), and from `startS` (>= 0) for `lengthS` (> 0) another (> 0). */
  | {
    kind: "spike";
    basePerS: number;
    spikePerS: number;
    startS: number;
    lengthS: number;
    durationS: number;
    spacing?: Spacing;
  }
  /** At given times from the load's start, milliseconds, ascending, >= 0. */
  | { kind: "replay"; atMs: readonly number[] };

/** A stretch over which the rate goes in a straight line. */
interface Stretch {
  fromMs: number;
  lengthMs: number;
  /** Orders per millisecond at its beginning and at its end. */
  rates: readonly [number, number];
}

/**
 * What is wrong with an arrival process: one sentence a fault, none when it is valid.
 *
 * @example
 * ```ts
 * import { arrivalFaults } from "./arrivals.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(arrivalFaults({ kind: "constant", ratePerS: 0, durationS: -1 }), [
 *   "ratePerS must be > 0, got 0",
 *   "durationS must be > 0, got -1",
 * ]);
 * ```
 */
export function arrivalFaults(arrivals: Arrivals): string[] {
  const faults: string[] = [];
  const above = (name: string, value: number) => {
    if (!(value > 0 && value < Infinity)) faults.push(`${name} must be > 0, got ${value}`);
  };
  const atLeast = (name: string, value: number) => {
    if (!(value >= 0 && value < Infinity)) faults.push(`${name} must be >= 0, got ${value}`);
  };
  switch (arrivals.kind) {
    case "constant":
    case "poisson":
      above("ratePerS", arrivals.ratePerS);
      break;
    case "ramp":
      atLeast("fromPerS", arrivals.fromPerS);
      atLeast("toPerS", arrivals.toPerS);
      if (arrivals.fromPerS === 0 && arrivals.toPerS === 0) {
        faults.push("one of fromPerS and toPerS must be > 0, got 0 and 0");
      }
      break;
    case "spike":
      atLeast("basePerS", arrivals.basePerS);
      above("spikePerS", arrivals.spikePerS);
      atLeast("startS", arrivals.startS);
      above("lengthS", arrivals.lengthS);
      if (arrivals.startS + arrivals.lengthS > arrivals.durationS) {
        faults.push(
          `startS + lengthS must be <= durationS (${arrivals.durationS}), got ${
            arrivals.startS + arrivals.lengthS
          }`,
        );
      }
      break;
    case "replay":
      return replayFaults(arrivals.atMs);
  }
  above("durationS", arrivals.durationS);
  return faults;
}

function replayFaults(atMs: readonly number[]): string[] {
  if (atMs.length === 0) return ["atMs must have at least one time, got none"];
  const faults: string[] = [];
  let lastMs = 0;
  for (const [index, ms] of atMs.entries()) {
    if (!Number.isFinite(ms) || ms < 0) {
      faults.push(`atMs[${index}] must be finite and >= 0, got ${ms}`);
    } else if (ms < lastMs) {
      faults.push(`atMs[${index}] must be >= the time before it (${lastMs}), got ${ms}`);
    } else lastMs = ms;
  }
  return faults;
}

/**
 * The scheduled times, milliseconds from the load's start, ascending; the same for the same draws.
 *
 * Every process is a sequence of counts (0, 1, 2 … where even; the sums of exponential draws where
 * Poisson) taken back through the expected number of orders as a function of time (source: inversion of
 * the cumulative rate, Çinlar 1975).
 *
 * @throws {RangeError} naming every fault, see {@linkcode arrivalFaults}.
 * @example
 * ```ts
 * import { arrivalTimes } from "./arrivals.ts";
 * import assert from "node:assert/strict";
 *
 * const random = { next: () => 0.5 };
 * const steady = arrivalTimes({ kind: "constant", ratePerS: 4, durationS: 1 }, random);
 * assert.deepEqual([...steady], [0, 250, 500, 750]);
 * ```
 */
export function* arrivalTimes(arrivals: Arrivals, random: Random): Generator<number, void> {
  const faults = arrivalFaults(arrivals);
  if (faults.length > 0) throw new RangeError(`Cannot plan arrivals: ${faults.join("; ")}`);
  if (arrivals.kind === "replay") {
    yield* arrivals.atMs;
    return;
  }
  const counts = isPoisson(arrivals) ? poissonCounts(random) : evenCounts();
  let count = counts.next().value;
  let before = 0;
  for (const stretch of stretchesOf(arrivals)) {
    const orders = (stretch.rates[0] + stretch.rates[1]) / 2 * stretch.lengthMs;
    const endMs = stretch.fromMs + stretch.lengthMs;
    // Rounding must not let an order that is due at the very end into the stretch.
    while (count < before + orders - 1e-9) {
      // Nor put one outside it, where it could come after the next stretch's first.
      yield Math.min(stretch.fromMs + timeOf(Math.max(0, count - before), stretch), endMs);
      count = counts.next().value;
    }
    before += orders;
  }
}

/** Length of a process's load phase, milliseconds; of a replay: its last time. */
export function durationMsOf(arrivals: Arrivals): number {
  return arrivals.kind === "replay" ? arrivals.atMs.at(-1) ?? 0 : arrivals.durationS * 1000;
}

/** How many orders a process is expected to send; exact unless it is random. */
export function expectedOrders(arrivals: Arrivals): number {
  if (arrivals.kind === "replay") return arrivals.atMs.length;
  const orders = stretchesOf(arrivals).reduce(
    (sum, { rates, lengthMs }) => sum + (rates[0] + rates[1]) / 2 * lengthMs,
    0,
  );
  return Math.ceil(orders - 1e-9);
}

function isPoisson(arrivals: Arrivals): boolean {
  return arrivals.kind === "poisson" || ("spacing" in arrivals && arrivals.spacing === "poisson");
}

function* evenCounts(): Generator<number, never> {
  for (let count = 0;; count++) yield count;
}

function* poissonCounts(random: Random): Generator<number, never> {
  // 1 - u is never 0, whose logarithm is infinite.
  for (let count = 0;;) yield count -= Math.log(1 - random.next());
}

/** When the expected number of orders since the stretch's beginning is `count`, ms from there. */
function timeOf(count: number, { rates: [from, to], lengthMs }: Stretch): number {
  if (count === 0) return 0;
  if (from === to) return count / from;
  const slope = (to - from) / lengthMs;
  // The root of from·t + slope·t²/2 = count, in the form that loses no digits when slope is small.
  return 2 * count / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * count)));
}

function stretchesOf(arrivals: Exclude<Arrivals, { kind: "replay" }>): Stretch[] {
  const flat = (perS: number, fromMs: number, toMs: number): Stretch => ({
    fromMs,
    lengthMs: toMs - fromMs,
    rates: [perS / 1000, perS / 1000],
  });
  const durationMs = arrivals.durationS * 1000;
  switch (arrivals.kind) {
    case "constant":
    case "poisson":
      return [flat(arrivals.ratePerS, 0, durationMs)];
    case "ramp": {
      const rates = [arrivals.fromPerS / 1000, arrivals.toPerS / 1000] as const;
      return [{ fromMs: 0, lengthMs: durationMs, rates }];
    }
    case "spike": {
      const { basePerS, spikePerS } = arrivals;
      const startMs = arrivals.startS * 1000;
      const endMs = (arrivals.startS + arrivals.lengthS) * 1000;
      return [
        flat(basePerS, 0, startMs),
        flat(spikePerS, startMs, endMs),
        flat(basePerS, endMs, durationMs),
      ];
    }
  }
}
