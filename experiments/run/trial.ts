/**
 * One repetition of one trial: warm-up, load, drain, evidence.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { buildLedger, factsOf, type OrderRow } from "../collect/ledger.ts";
import { type Rows, rowsWhere } from "../collect/rows.ts";
import { WARM_UP_PREFIX } from "../collect/trial_log.ts";
import type { LoadResult, RequestRow } from "../load/mod.ts";
import { sleptThrough } from "../load/slept_through.ts";
import type { Row } from "./csv_files.ts";
import { type CollectDeps, type CollectedTrial, collectTrial } from "./collector.ts";
import { countFaults, countOrders, identityFaults, listed } from "./conservation.ts";
import { type DrainEnd, watchDrain } from "./drain.ts";
import type { LoadDriver } from "./load_driver.ts";
import type { RunningTrial } from "./ports.ts";
import type { Progress } from "./progress.ts";
import type { Turns } from "./turns.ts";
import type { TrialState } from "./schema.ts";
import { drawShots, shoot, type Shooting } from "./shots.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { summarise, type SummaryRow, type TrialIdentity } from "./summary.ts";

/** What the trials of a run share. */
export interface TrialDeps extends CollectDeps {
  load: LoadDriver;
  progress: Progress;
  /** Loads, short drains and the reading of evidence take turns. */
  turns: Turns;
  identity: Omit<TrialIdentity, "repetition">;
  /** Of all that is random. */
  seed: number;
  /** Aborted when the user stops the run or the target is gone. */
  signal: AbortSignal;
}

/** One repetition of one trial, with its services running. */
export interface Trial {
  plan: TrialPlan;
  repetition: number;
  running: RunningTrial;
  /** Epoch milliseconds: before its services wrote anything. */
  fromEpochMs: number;
  /** Shots at its services, from the load's start until it is drained. */
  shooting?: Shooting;
}

/** What a trial leaves for the run folder. */
export interface TrialResult {
  row: SummaryRow;
  requests: Rows<RequestRow>;
  orders: Rows<OrderRow>;
  queueRows: readonly Row[];
  serviceRows: readonly Row[];
  /** Sentences that fail the run. */
  faults: string[];
}

/** How the trial is called in messages. */
export function trialName(plan: TrialPlan, repetition: number): string {
  return repetition === 1 ? plan.trial : `${plan.trial} repetition ${repetition}`;
}

/** How often the queue is looked at while it drains. */
const DRAIN_LOOK_MS = 250;

/** A payment that takes this much longer than configured was held up by the machine. */
const PAYMENT_STRETCH_MAX = 1.02;

/** Sends the warm-up orders and waits until they are worked off. */
export async function warmUp(deps: TrialDeps, trial: Trial): Promise<void> {
  const { plan, repetition, running } = trial;
  if (plan.warmUpOrders === 0) return;
  const name = trialName(plan, repetition);
  deps.progress.update(name, "warming", { done: 0, total: plan.warmUpOrders });
  const failed = await deps.load.warmUp(
    { ...trial, idPrefix: `${WARM_UP_PREFIX}${plan.trial}-r${repetition}-` },
    deps.signal,
  );
  if (failed > 0) {
    throw new Error(`Cannot warm up ${name}: ${failed} of ${plan.warmUpOrders} orders failed`);
  }
  const end = await watchDrain({
    clock: deps.clock,
    depth: () => running.depth(),
    everyMs: 50,
    deadlineS: plan.drainDeadlineS,
    emptyLooks: 2,
    onProgress: () => {},
  }, deps.signal);
  if (end === "deadline") {
    throw new Error(`Cannot warm up ${name}: not drained within ${plan.drainDeadlineS} s`);
  }
}

/** Sends the load and stops the API; data is kept when the signal aborts. */
export async function loadTrial(deps: TrialDeps, trial: Trial): Promise<LoadResult> {
  const name = trialName(trial.plan, trial.repetition);
  const { shots } = trial.plan;
  if (shots !== undefined) {
    trial.shooting = shoot(drawShots(shots, shotRandom(deps, trial)), trial.running, deps.clock);
  }
  const result = await deps.load.run(
    trial,
    (progress) => deps.progress.update(name, "loading", progress),
    deps.signal,
  );
  const { restS = 0 } = trial.plan;
  if (restS > 0 && !deps.signal.aborted) await sleptThrough(deps.clock, restS * 1000, deps.signal);
  await trial.running.stopApi();
  return result;
}

/** A stream of the trial's own, and of nothing else. */
function shotRandom({ seed }: TrialDeps, { plan, repetition }: Trial) {
  return createSeededRandom(seed).fork("shots").fork(plan.trial).fork(String(repetition));
}

/** Waits for the drain, stops the workers, and collects what the trial wrote. */
export async function finishTrial(
  deps: TrialDeps,
  trial: Trial,
  load: LoadResult,
  onDrained: () => void,
): Promise<TrialResult> {
  const { plan, repetition, running } = trial;
  const name = trialName(plan, repetition);
  const end = await drain(deps, trial, name).finally(onDrained);
  const shotsFired = await trial.shooting?.stop();
  deps.progress.update(name, "collecting");
  // Whatever stopped the drain, the evidence is collected: only the target's end makes it impossible.
  await running.setWorkers(0);
  if (end === "deadline") await deps.clock.sleep(plan.visibilityTimeoutS * 1000);
  await running.settle();
  await deps.clock.sleep(nextPeriodMs(deps.clock.now(), deps.metricPeriodS));
  const toEpochMs = deps.clock.now();
  // Reading back thousands of events keeps a core busy: not beside somebody's load.
  const over = await deps.turns.take();
  const result = await collectTrial(deps, {
    plan,
    repetition,
    running,
    requests: load.rows,
    fromEpochMs: trial.fromEpochMs,
    toEpochMs,
    loadStartedAtMs: load.startedAtMs,
    queueMayHoldOrders: end !== "drained",
  }).then((collected) => evaluate(deps, trial, load, collected, end)).finally(over);
  result.row.shots = shotsFired;
  await running.teardown();
  deps.progress.update(name, "done", {
    done: result.row.completed,
    total: result.row.accepted,
  });
  return result;
}

async function drain(
  deps: TrialDeps,
  { plan, running }: Trial,
  name: string,
): Promise<DrainEnd | "interrupted"> {
  if (deps.signal.aborted) return "interrupted";
  try {
    return await watchDrain({
      clock: deps.clock,
      depth: () => running.depth(),
      everyMs: DRAIN_LOOK_MS,
      deadlineS: plan.drainDeadlineS,
      emptyLooks: 2,
      onProgress: (progress) => deps.progress.update(name, "draining", progress),
    }, deps.signal);
  } catch (error) {
    if (deps.signal.aborted) return "interrupted";
    throw error;
  }
}

/** Until a little after the end of the current metric period: then its datapoints are there. */
function nextPeriodMs(nowMs: number, periodS: number): number {
  return periodS * 1000 - nowMs % (periodS * 1000) + 200;
}

function evaluate(
  deps: TrialDeps,
  { plan, repetition }: Trial,
  load: LoadResult,
  collected: CollectedTrial,
  end: DrainEnd | "interrupted",
): TrialResult {
  const name = trialName(plan, repetition);
  const { ledger } = collected;
  const counts = countOrders(load.rows, ledger.rows);
  const faults = [...identityFaults(load.rows, ledger.rows), ...countFaults(counts)]
    .map((fault) => `${name}: ${fault}`);
  if (counts.lost > 0) {
    faults.push(`${name}: ${counts.lost} orders lost: ${listed(idsIn(ledger.rows, "lost"))}`);
  }
  if (counts.outstanding > 0 && end === "deadline") {
    faults.push(
      `${name}: not drained within ${plan.drainDeadlineS} s: ${counts.outstanding} orders ` +
        `outstanding: ${listed(idsIn(ledger.rows, "outstanding"))}`,
    );
  }
  const state = endState(faults, end, load);
  const row = summarise({ ...deps.identity, repetition }, plan, {
    requests: load.rows,
    ledger,
    counts,
    paymentMs: collected.paymentMs,
    workers: collected.workers,
    queueVisible: collected.queueVisible,
    queueAgeS: collected.queueAgeS,
    load: { fromMs: load.startedAtMs, toMs: load.endedAtMs },
    marks: [...load.marks, ...collected.marks],
    ...(state === undefined ? {} : { state }),
  });
  // The mean of payments that are drawn is about `paymentMs`, and proves nothing.
  const stretch = plan.paymentModel ? 0 : (row.payment_ms_mean ?? 0) / plan.paymentMs;
  const marks = stretch > PAYMENT_STRETCH_MAX ? [`payment_stretched=${stretch.toFixed(3)}`] : [];
  row.marks = [row.marks || [], marks].flat().join(";");
  const { queueRows, serviceRows } = collected;
  return { row, requests: load.rows, orders: ledger.rows, queueRows, serviceRows, faults };
}

function idsIn(rows: Rows<OrderRow>, state: OrderRow["final_state"]): string[] {
  return rowsWhere(rows, ({ final_state }) => final_state === state).map((row) => row.order_id);
}

/** How the trial ended where the counts alone do not say it. */
function endState(
  faults: readonly string[],
  end: DrainEnd | "interrupted",
  load: LoadResult,
): TrialState | undefined {
  if (end === "interrupted" || load.interrupted) return "interrupted";
  if (end === "deadline" && faults.length === 1) return "not_drained";
  return faults.length > 0 ? "failed" : undefined;
}

/**
 * The result of a trial whose evidence could not be collected: what the client saw is kept; nothing is
 * known of what became of the orders, so none is called lost or completed.
 */
export function uncollected(
  deps: TrialDeps,
  plan: TrialPlan,
  repetition: number,
  load: LoadResult,
  reason: string,
): TrialResult {
  const unknown = rowsWhere(load.rows, ({ outcome }) => outcome === "confirmed");
  const ledger = buildLedger({
    trial: plan.trial,
    repetition,
    requests: load.rows,
    facts: factsOf([], deps.startEpochMs),
    leftInQueue: new Set(unknown.map(({ order_id }) => order_id)),
  });
  const row = summarise({ ...deps.identity, repetition }, plan, {
    requests: load.rows,
    ledger,
    paymentMs: [],
    workers: [],
    queueVisible: [],
    queueAgeS: [],
    load: { fromMs: load.startedAtMs, toMs: load.endedAtMs },
    marks: [...load.marks, "ledger_unavailable"],
    state: "failed",
  });
  const fault = `${trialName(plan, repetition)}: ${reason}`;
  return {
    row,
    requests: load.rows,
    orders: ledger.rows,
    queueRows: [],
    serviceRows: [],
    faults: [fault],
  };
}
