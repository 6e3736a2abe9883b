/**
 * How far arrivals fall behind a constant schedule, as the receiver sees it.
 *
 * @module
 */
import { ascending, quantile } from "../experiments/run/quantiles.ts";

/** Lag of arrivals, milliseconds, and how many came. */
export interface ArrivalLag {
  arrived: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/**
 * Lag of each arrival behind its place in a schedule of `ratePerS`. The schedule's start is not known
 * to the receiver: it is where the earliest arrival of all, measured by its place, has no lag.
 *
 * @param arrivedAtMs in order of arrival.
 * @param ratePerS > 0.
 * @example
 * ```ts
 * import { arrivalLag } from "./lag.ts";
 * import assert from "node:assert/strict";
 *
 * const lag = arrivalLag([100, 110, 123, 130], 100);
 * assert.deepEqual(lag, { arrived: 4, p50Ms: 0, p99Ms: 2.91, maxMs: 3 });
 * ```
 */
export function arrivalLag(arrivedAtMs: ArrayLike<number>, ratePerS: number): ArrivalLag {
  const periodMs = 1000 / ratePerS;
  const lags = ascending(Array.from(arrivedAtMs, (atMs, index) => atMs - index * periodMs));
  const earliest = lags[0] ?? 0;
  const of = (q: number) => Math.round(((quantile(lags, q) ?? 0) - earliest) * 1e6) / 1e6;
  return { arrived: lags.length, p50Ms: of(0.5), p99Ms: of(0.99), maxMs: of(1) };
}
