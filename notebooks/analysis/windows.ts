/**
 * Named windows of a trial; the words are those of ARCHITECTURE.md.
 *
 * @module
 */
import { utilisationWindow, type Window } from "../../experiments/run/backlog.ts";
import { stepsOf, withSteps } from "./backlog_steps.ts";
import type { SummaryRow } from "../../experiments/run/summary.ts";
import type { Run } from "./run.ts";
import {
  ARRIVED_AT_MS,
  COMPLETED_AT_MS,
  LAST_ACCEPTED_MS,
  ofTrial,
  serversOf,
  summaryOf,
  type TrialKey,
} from "./trial.ts";

/**
 * - `load`: from the load's start to its planned end;
 * - `arrivals`: from the load's start to the last acceptance;
 * - `growth`: from the first completion, when the servers give their rate, to the last acceptance;
 * - `utilisation`: from when the backlog first reaches the number of servers until it last falls below;
 * - `drain`: from the last acceptance to the last first-completion;
 * - `whole`: from the first arrival to the last first-completion.
 */
export const WINDOWS = ["load", "arrivals", "growth", "utilisation", "drain", "whole"] as const;

/** See {@linkcode WINDOWS}. */
export type WindowName = typeof WINDOWS[number];

/**
 * A query on `span`, a table of one row `from_ms`, `to_ms`: a window of a trial.
 *
 * @param select what follows the definition of `span`: ` SELECT …` or `, more AS (…) SELECT …`.
 * @returns `query` computes the span itself, `shortcut` has it as numbers where that is faster; `span` has NULLs where the
 * trial has no such window.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { onWindow } from "./windows.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const key = { trial: "slots-2", repetition: 1 };
 * const { query, shortcut } = await onWindow(tiny.run, key, "utilisation", " SELECT * FROM span");
 * const wanted = [{ from_ms: 30, to_ms: 210 }];
 * assert.deepEqual(await tiny.run.tables.rows(query), wanted);
 * assert.deepEqual(await tiny.run.tables.rows(shortcut), wanted);
 * ```
 */
export async function onWindow(
  run: Run,
  key: TrialKey,
  window: WindowName,
  select: string,
): Promise<{ query: string; shortcut: string }> {
  if (window === "utilisation") {
    const { fromMs = null, toMs = null } =
      utilisationWindow(await stepsOf(run, key), serversOf(run, key)) ?? {};
    const span = `SELECT ${fromMs}::DOUBLE AS from_ms, ${toMs}::DOUBLE AS to_ms`;
    return {
      query: withSteps(key, `, span AS (${busyQuery(run, key)})${select}`),
      shortcut: `WITH span AS (${span})${select}`,
    };
  }
  const query = `WITH span AS (${plainQuery(key, window)})${select}`;
  return { query, shortcut: query };
}

/** A query on `span`, as of {@linkcode onWindow}, and on the steps of the backlog. */
export function withStepsInWindow(
  key: TrialKey,
  window: Exclude<WindowName, "utilisation">,
  select: string,
): string {
  return withSteps(key, `, span AS (${plainQuery(key, window)})${select}`);
}

function busyQuery(run: Run, key: TrialKey): string {
  const full = `FILTER (WHERE backlog >= ${serversOf(run, key)})`;
  return `SELECT min(at_ms) ${full} AS from_ms, max(next_ms) ${full} AS to_ms FROM steps`;
}

function plainQuery(key: TrialKey, window: Exclude<WindowName, "utilisation">): string {
  const orders = `FROM 'orders.csv' WHERE ${ofTrial(key)}`;
  const bounds = (from: string, to: string) =>
    `SELECT ${from} AS from_ms, ${to} AS to_ms ${orders}`;
  switch (window) {
    case "growth":
      return bounds(`min(${COMPLETED_AT_MS})`, LAST_ACCEPTED_MS);
    case "drain":
      return bounds(LAST_ACCEPTED_MS, `max(${COMPLETED_AT_MS})`);
    case "whole":
      return bounds(`min(${ARRIVED_AT_MS})`, `max(${COMPLETED_AT_MS})`);
    case "arrivals":
    case "load": {
      const end = window === "arrivals" ? "load_s" : "scheduled / offered_rate_per_s";
      const last = `SELECT ${LAST_ACCEPTED_MS} AS last_ms ${orders}`;
      return `SELECT last_ms - load_s * 1000 AS from_ms, from_ms + ${end} * 1000 AS to_ms ` +
        `FROM 'summary.csv', (${last}) WHERE ${ofTrial(key)}`;
    }
  }
}

/**
 * The window `load` of a trial whose last acceptance is known.
 *
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { loadWindow } from "./windows.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.deepEqual(loadWindow(tiny.run.summary[0]!, 80), { fromMs: 0, toMs: 100 });
 * ```
 */
export function loadWindow(
  { load_s, scheduled, offered_rate_per_s }: SummaryRow,
  lastAcceptedMs: number,
): Window | undefined {
  const fromMs = lastAcceptedMs - load_s * 1000;
  const toMs = fromMs + scheduled / (offered_rate_per_s ?? NaN) * 1000;
  return toMs > fromMs ? { fromMs, toMs } : undefined;
}

/**
 * A named window of a trial.
 *
 * @returns milliseconds since the run's start; `undefined` where the trial has no such window: its
 * backlog never reached the number of servers, or nothing was completed.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { windowOf } from "./windows.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const drain = await windowOf(tiny.run, { trial: "slots-2", repetition: 1 }, "drain");
 * assert.deepEqual(drain, { fromMs: 80, toMs: 230 });
 * ```
 */
export async function windowOf(
  run: Run,
  key: TrialKey,
  window: WindowName,
): Promise<Window | undefined> {
  summaryOf(run, key);
  const { shortcut } = await onWindow(run, key, window, " SELECT from_ms, to_ms FROM span");
  const [row] = await run.tables.rows(shortcut);
  const { from_ms: fromMs, to_ms: toMs } = row ?? {};
  if (typeof fromMs !== "number" || typeof toMs !== "number") return undefined;
  return toMs > fromMs ? { fromMs, toMs } : undefined;
}
