/**
 * Runs a load: the one entry for open and closed loops, on any clock and by any sender.
 *
 * @module
 */
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { Rows } from "../collect/rows.ts";
import { durationMsOf, expectedOrders } from "./arrivals.ts";
import { closedLoop } from "./closed_loop.ts";
import { loadFaults, type LoadPlan } from "./load_plan.ts";
import { openLoop } from "./open_loop.ts";
import { type LoadCounts, type LoadIdentity, type RequestLog, requestLog } from "./request_log.ts";
import type { RequestRow } from "./request_row.ts";
import { latenessOf, sendLagMsP99 } from "./send_lag.ts";
import type { Sender } from "./sender.ts";
import { sleptThrough } from "./slept_through.ts";

/** How far a load is. */
export interface LoadProgress extends LoadCounts {
  /** Since the load's start, milliseconds. */
  elapsedMs: number;
  /** Length of the load phase, milliseconds. */
  durationMs: number;
  /** Orders that the whole load is expected to send; absent in the closed loop. */
  expected: number | undefined;
  /** Of the orders sent since the last report; absent when there were none. */
  sendLagMsP99: number | undefined;
}

/** What a load needs. */
export interface LoadDeps {
  clock: Clock;
  /** Arrival times, think times and the orders' contents are drawn from it, and from nothing else. */
  random: SeededRandom;
  sender: Sender;
  /** Called about every 100 ms on the clock, and once at the end. */
  onProgress?: (progress: LoadProgress) => void;
}

/** What a load has come to. */
export interface LoadResult {
  /** One per intended send. */
  rows: Rows<RequestRow>;
  /** What to be careful about, as `name=why`. */
  marks: string[];
  /** Start of the load phase, milliseconds since the run's start. */
  startedAtMs: number;
  /** End of the load phase: its length behind the start, or later if the last send was later. */
  endedAtMs: number;
  /** Whether the signal ended it; the rows are kept. */
  interrupted: boolean;
}

const PROGRESS_PERIOD_MS = 100;

/**
 * Sends a load; returns when every order is answered or given up, at once when `signal` aborts.
 *
 * @throws {RangeError} naming every fault of the plan, before anything is sent.
 * @example
 * ```ts
 * import { runLoad } from "./run_load.ts";
 * import { createSeededRandom } from "../../services/orders/seeded_random.ts";
 * import assert from "node:assert/strict";
 *
 * let nowMs = 0;
 * const { rows, marks } = await runLoad(
 *   { model: "open", arrivals: { kind: "constant", ratePerS: 10, durationS: 1 } },
 *   { trial: "example", repetition: 1, path: "queue", runStartMs: 0 },
 *   {
 *     clock: { now: () => nowMs, sleep: (ms) => (nowMs += ms, Promise.resolve()) },
 *     random: createSeededRandom(1),
 *     sender: { send: () => Promise.resolve({ answered: true, status: 202 }) },
 *   },
 * );
 * assert.equal(rows.length, 10);
 * assert.equal(rows.at(9)?.scheduled_at_ms, 900);
 * assert.equal(rows.at(9)?.outcome, "confirmed");
 * assert.deepEqual(marks, []);
 * ```
 */
export async function runLoad(
  plan: LoadPlan,
  identity: LoadIdentity,
  deps: LoadDeps,
  signal: AbortSignal = new AbortController().signal,
): Promise<LoadResult> {
  const faults = loadFaults(plan);
  if (faults.length > 0) throw new RangeError(`Cannot plan load: ${faults.join("; ")}`);
  const { clock, sender } = deps;
  const log = requestLog(identity, clock, sender);
  const startMs = clock.now();
  const over = new AbortController();
  const reports = report(plan, log, deps, startMs, over.signal);
  try {
    if (plan.model === "open") await openLoop(plan, log, deps, signal);
    else await closedLoop(plan, log, deps, signal);
  } finally {
    over.abort();
    await reports;
  }
  const interrupted = signal.aborted;
  const startedAtMs = startMs - identity.runStartMs;
  return {
    rows: log.rows,
    marks: marksOf(plan, log, interrupted),
    startedAtMs,
    endedAtMs: interrupted
      ? clock.now() - identity.runStartMs
      : Math.max(startedAtMs + phaseMsOf(plan), lastSentAtMs(log.rows)),
    interrupted,
  };
}

function phaseMsOf(plan: LoadPlan): number {
  return plan.model === "open" ? durationMsOf(plan.arrivals) : plan.durationS * 1000;
}

function lastSentAtMs(rows: Rows<RequestRow>): number {
  let lastMs = -Infinity;
  for (const { sent_at_ms: atMs } of rows) lastMs = Math.max(lastMs, atMs ?? -Infinity);
  return lastMs;
}

function marksOf(plan: LoadPlan, log: RequestLog, interrupted: boolean): string[] {
  const marks: string[] = [];
  const late = latenessOf(log.rows, plan.model);
  if (late) marks.push(`generator_late=${late}`);
  const { unsent, scheduled } = log.counts;
  if (interrupted) marks.push(`load_interrupted=${unsent} of ${scheduled} orders unsent`);
  else if (unsent > 0) marks.push(`orders_unsent=${unsent} of ${scheduled} orders`);
  return marks;
}

/** Reports until `over` aborts, and then once more. */
async function report(
  plan: LoadPlan,
  { rows, counts }: RequestLog,
  { clock, onProgress }: LoadDeps,
  startMs: number,
  over: AbortSignal,
): Promise<void> {
  if (!onProgress) return;
  const durationMs = phaseMsOf(plan);
  const expected = plan.model === "open" ? expectedOrders(plan.arrivals) : undefined;
  let reported = 0;
  const tell = () => {
    const lagMs = sendLagMsP99(rows, reported);
    reported = rows.length;
    const elapsedMs = clock.now() - startMs;
    onProgress({ ...counts, elapsedMs, durationMs, expected, sendLagMsP99: lagMs });
  };
  while (await sleptThrough(clock, PROGRESS_PERIOD_MS, over)) tell();
  tell();
}
