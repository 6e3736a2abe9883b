/**
 * One repetition of one trial: warm-up, load, drain, evidence. What comes of it: `trial_result.ts`.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { WARM_UP_PREFIX } from "../collect/trial_log.ts";
import type { LoadResult } from "../load/mod.ts";
import { sleptThrough } from "../load/slept_through.ts";
import { type CollectDeps, collectTrial } from "./collector.ts";
import { watchDrain } from "./drain.ts";
import type { LoadDriver } from "./load_driver.ts";
import type { RunningTrial } from "./ports.ts";
import type { Progress } from "./progress.ts";
import type { Turns } from "./turns.ts";
import { drawShots, shoot, type Shooting } from "./shots.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import {
  type ResultDeps,
  resultOf,
  type TrialEnd,
  trialName,
  type TrialResult,
} from "./trial_result.ts";

/** What the trials of a run share. */
export interface TrialDeps extends CollectDeps, ResultDeps {
  load: LoadDriver;
  progress: Progress;
  /** Loads, short drains and the reading of evidence take turns. */
  turns: Turns;
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

/** How often the queue is looked at while it drains. */
const DRAIN_LOOK_MS = 250;

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
  const collected = await collectTrial(deps, {
    plan,
    repetition,
    running,
    requests: load.rows,
    fromEpochMs: trial.fromEpochMs,
    toEpochMs,
    loadStartedAtMs: load.startedAtMs,
    queueMayHoldOrders: end !== "drained",
  }).finally(over);
  const result = resultOf(deps, { plan, repetition, load, end }, collected);
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
): Promise<TrialEnd> {
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
