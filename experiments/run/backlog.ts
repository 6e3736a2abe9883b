/**
 * Backlog over time, and the window in which all servers could have been busy. Pure.
 *
 * @module
 */
import type { OrderRow, PaymentInterval } from "../collect/ledger.ts";

/** A change of the backlog: +1 when an order is accepted, −1 when it is finished. */
export interface BacklogStep {
  atMs: number;
  /** Accepted and unfinished orders from `atMs` on. */
  backlog: number;
}

/**
 * The backlog by ledger as a step function.
 *
 * An order counts from its acceptance (or, where that event is missing, from its first receive or
 * payment) to its first completion. Orders that never finish count to the end.
 *
 * @returns steps in ascending time; arrivals before completions at equal times.
 */
export function backlogSteps(rows: readonly OrderRow[]): BacklogStep[] {
  const changes: { atMs: number; by: number }[] = [];
  for (const row of rows) {
    const arrivedAtMs = row.accepted_at_ms ?? row.received_at_ms ?? row.started_at_ms;
    if (arrivedAtMs === undefined) continue;
    changes.push({ atMs: arrivedAtMs, by: 1 });
    if (row.completed_at_ms !== undefined) {
      // Two hosts' clocks may put a completion before its acceptance; a backlog is never negative.
      changes.push({ atMs: Math.max(row.completed_at_ms, arrivedAtMs), by: -1 });
    }
  }
  changes.sort((a, b) => a.atMs - b.atMs || b.by - a.by);
  let backlog = 0;
  return changes.map(({ atMs, by }) => ({ atMs, backlog: backlog += by }));
}

/** The largest backlog; 0 of no steps. */
export function backlogPeak(steps: readonly BacklogStep[]): number {
  return steps.reduce((peak, step) => Math.max(peak, step.backlog), 0);
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
  steps: readonly BacklogStep[],
  servers: number,
): Window | undefined {
  const first = steps.find((step) => step.backlog >= servers);
  if (first === undefined) return undefined;
  const lastFull = steps.findLastIndex((step) => step.backlog >= servers);
  const after = steps[lastFull + 1];
  const toMs = after?.atMs ?? steps.at(-1)!.atMs;
  return toMs > first.atMs ? { fromMs: first.atMs, toMs } : undefined;
}

/**
 * Busy slot-seconds / slot-seconds in a window: `Σ |payment ∩ window| / (servers × |window|)`.
 *
 * @returns 0 to 1, above 1 only if more payments ran than there are servers.
 */
export function utilisation(
  payments: readonly PaymentInterval[],
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
export function completionsWithin(rows: readonly OrderRow[], { fromMs, toMs }: Window): number {
  return rows.reduce(
    (n, { completed_at_ms: atMs }) =>
      atMs !== undefined && atMs >= fromMs && atMs <= toMs ? n + 1 : n,
    0,
  );
}
