/**
 * Backlog over time, and the window in which all servers could have been busy. Pure.
 *
 * @module
 */
import type { PaymentInterval } from "../collect/ledger.ts";
import { sortAscending } from "./sort_ascending.ts";
import type { OrderTimes } from "./order_times.ts";
import { release } from "./release.ts";

/** The backlog over time: `backlog[i]` orders from `atMs[i]` on. */
export interface BacklogSteps {
  /** Ascending. */
  atMs: Float64Array;
  /** Accepted and unfinished orders. */
  backlog: Int32Array;
}

/**
 * The backlog by ledger as a step function.
 *
 * An order counts from its acceptance (or, where that event is missing, from its first receive or
 * payment) to its first completion. Orders that never finish count to the end.
 *
 * @returns steps in ascending time; arrivals before completions at equal times.
 */
export function backlogSteps(
  { arrivedAtMs, completedAtMs }: Pick<OrderTimes, "arrivedAtMs" | "completedAtMs">,
): BacklogSteps {
  const arrivals = new Float64Array(arrivedAtMs.length);
  const departures = new Float64Array(arrivedAtMs.length);
  let arrived = 0;
  let departed = 0;
  for (let index = 0; index < arrivedAtMs.length; index++) {
    const fromMs = arrivedAtMs[index]!;
    if (Number.isNaN(fromMs)) continue;
    arrivals[arrived++] = fromMs;
    // Two hosts' clocks may put a completion before its acceptance; a backlog is never negative.
    const toMs = Math.max(completedAtMs[index]!, fromMs);
    if (!Number.isNaN(toMs)) departures[departed++] = toMs;
  }
  const steps = merge(
    sortAscending(arrivals.subarray(0, arrived)),
    sortAscending(departures.subarray(0, departed)),
  );
  release(arrivals);
  release(departures);
  return steps;
}

function merge(arrivals: Float64Array, departures: Float64Array): BacklogSteps {
  const length = arrivals.length + departures.length;
  const steps = { atMs: new Float64Array(length), backlog: new Int32Array(length) };
  let [arrived, departed] = [0, 0];
  for (let step = 0; step < length; step++) {
    if (arrived < arrivals.length && !(arrivals[arrived]! > departures[departed]!)) {
      steps.atMs[step] = arrivals[arrived++]!;
    } else {
      steps.atMs[step] = departures[departed++]!;
    }
    steps.backlog[step] = arrived - departed;
  }
  return steps;
}

/** The largest backlog; 0 of no steps. */
export function backlogPeak({ backlog }: BacklogSteps): number {
  return backlog.reduce((peak, orders) => Math.max(peak, orders), 0);
}

/** A stretch of time, milliseconds since the run's start. */
export interface Window {
  fromMs: number;
  toMs: number;
}

/**
 * The utilisation window: from when the backlog first reaches `servers` until it last falls below.
 *
 * @param servers payments that can run at once, >= 1.
 * @returns `undefined` if the backlog never reaches `servers`.
 */
export function utilisationWindow(
  steps: BacklogSteps,
  servers: number,
): Window | undefined {
  const { atMs, backlog } = steps;
  const first = backlog.findIndex((orders) => orders >= servers);
  if (first < 0) return undefined;
  const lastFull = backlog.findLastIndex((orders) => orders >= servers);
  const fromMs = atMs[first]!;
  const toMs = atMs[Math.min(lastFull + 1, atMs.length - 1)]!;
  return toMs > fromMs ? { fromMs, toMs } : undefined;
}

/**
 * Busy slot-seconds / slot-seconds in a window: `Σ |payment ∩ window| / (servers × |window|)`.
 *
 * @returns 0 to 1, above 1 only if more payments ran than there are servers.
 */
export function utilisation(
  payments: Iterable<PaymentInterval>,
  servers: number,
  { fromMs, toMs }: Window,
): number {
  let busyMs = 0;
  for (const { startedAtMs, completedAtMs } of payments) {
    busyMs += Math.max(0, Math.min(completedAtMs, toMs) - Math.max(startedAtMs, fromMs));
  }
  return busyMs / (servers * (toMs - fromMs));
}

/** Completions (first payments) inside a window. */
export function completionsWithin(
  { completedAtMs }: Pick<OrderTimes, "completedAtMs">,
  { fromMs, toMs }: Window,
): number {
  let completions = 0;
  for (const atMs of completedAtMs) if (atMs >= fromMs && atMs <= toMs) completions++;
  return completions;
}

/**
 * Growth of the backlog: `(acceptances − first completions) / time`, from the first completion, when
 * the servers give their rate, to the last acceptance, when arrivals end.
 *
 * @param lastAcceptedAtMs milliseconds since the run's start.
 * @returns orders per second; `undefined` if nothing was completed before arrivals ended.
 */
export function backlogGrowthPerS(
  { arrivedAtMs, completedAtMs }: Pick<OrderTimes, "arrivedAtMs" | "completedAtMs">,
  lastAcceptedAtMs: number,
): number | undefined {
  let fromMs = Infinity;
  for (const atMs of completedAtMs) if (atMs < fromMs) fromMs = atMs;
  if (!(lastAcceptedAtMs > fromMs)) return undefined;
  const isWithin = (atMs: number) => atMs > fromMs && atMs <= lastAcceptedAtMs;
  let growth = 0;
  for (const atMs of arrivedAtMs) if (isWithin(atMs)) growth++;
  for (const atMs of completedAtMs) if (isWithin(atMs)) growth--;
  return growth * 1000 / (lastAcceptedAtMs - fromMs);
}
