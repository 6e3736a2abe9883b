/**
 * One execution of an experiment: a folder of data at the end, whatever the end is.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Experiment, ExperimentPlan, Settings, Size } from "../catalog/definition.ts";
import { recordsOf } from "../collect/rows.ts";
import type { Clock } from "../../services/orders/ports.ts";
import { createLoadDriver } from "./load_driver.ts";
import {
  describeCommit,
  describeMachine,
  describeVersions,
  type Manifest,
  readPriceTableDate,
  type RunState,
} from "./manifest.ts";
import type { Session, StartedTarget } from "./ports.ts";
import type { Progress } from "./progress.ts";
import { createRunFolder, newRunId, type RunFolder } from "./run_folder.ts";
import { type RunnerDeps, runTrials } from "./run_trials.ts";
import { scheduleJobs } from "./schedule.ts";
import { ordersTable, queueTable, requestsTable, serviceTable, summaryTable } from "./schema.ts";
import type { SummaryRow } from "./summary.ts";
import type { TrialResult } from "./trial_result.ts";
import { createTurns } from "./turns.ts";
import { untilAborted } from "./until_aborted.ts";

/** What to run. */
export interface RunRequest {
  experiment: Experiment;
  size: Size;
  settings: Settings;
  /** Made from the settings; may be narrowed to some trials. */
  plan: ExperimentPlan;
  /** Executions of each trial, >= 1. */
  repetitions: number;
  /** 0 to 2^32 − 1. */
  seed: number;
}

/** Where and with what to run it. */
export interface RunHost {
  targetName: string;
  startTarget(): Promise<StartedTarget>;
  /** Real time, which the run is dated by. */
  clock: Clock;
  progress: Progress;
  /** Folder that the run's folder is made in. */
  parent: string;
  /** Aborted when the user stops the run. */
  signal: AbortSignal;
}

/** How it went. */
export interface RunResult {
  runId: string;
  /** Absolute path of the run's folder. */
  runDir: string;
  state: Exclude<RunState, "running">;
  rows: SummaryRow[];
  faults: string[];
}

/** Runs an experiment. Throws only if its folder cannot be made. */
export async function runExperiment(request: RunRequest, host: RunHost): Promise<RunResult> {
  const startedAt = new Date(host.clock.now());
  const runId = newRunId(startedAt, request.experiment.name, host.targetName);
  const folder = await createRunFolder(host.parent, runId);
  const manifest = await newManifest(request, host, runId, startedAt);
  await folder.writeManifest(manifest);
  const rows: SummaryRow[] = [];
  try {
    await runOnTarget(request, host, folder, manifest, rows);
  } catch (error) {
    if (!host.signal.aborted) manifest.faults.push((error as Error).message);
  }
  manifest.state = host.signal.aborted
    ? "interrupted"
    : manifest.faults.length > 0
    ? "failed"
    : "completed";
  manifest.ended_at = new Date(host.clock.now()).toISOString();
  manifest.files = await folder.finish(request.experiment.question, manifest.started_at);
  await folder.writeManifest(manifest);
  const { state, faults } = manifest;
  return { runId, runDir: folder.path, state, rows, faults };
}

async function runOnTarget(
  request: RunRequest,
  host: RunHost,
  folder: RunFolder,
  manifest: Manifest,
  rows: SummaryRow[],
): Promise<void> {
  const starting = host.startTarget();
  const target = await untilAborted(starting, host.signal).catch(async (error) => {
    // Whatever has been started while the user gave up must not be left behind.
    await starting.then((late) => late.teardown(), () => {});
    throw error;
  });
  const gone = new AbortController();
  target.failed.catch((error) => gone.abort(error));
  manifest.region = target.region;
  manifest.clocks = target.clocks;
  const shared = {
    gone: gone.signal,
    signal: AbortSignal.any([host.signal, gone.signal]),
    progress: host.progress,
    turns: createTurns(),
    seed: request.seed,
    metricPeriodS: request.plan.metricPeriodS,
    logSettleS: target.logSettleS,
    identity: {
      experiment: request.experiment.name,
      target: host.targetName,
      size: request.size,
      timeFactor: request.plan.timeFactor,
    },
  };
  const onResult = async (result: TrialResult) => {
    await keep(folder, result);
    rows.push(result.row);
    manifest.faults.push(...result.faults);
  };
  try {
    const jobs = scheduleJobs(request.plan.trials, request.repetitions);
    const { seed, plan } = request;
    const startedAtMs = new Date(manifest.started_at).getTime();
    for (const session of target.sessions(jobs, { startedAtMs, seed, plan })) {
      if (shared.signal.aborted) break;
      await runSession({ ...shared, ...session, load: createLoadDriver(session, seed) }, onResult);
    }
  } finally {
    await target.teardown();
  }
}

async function runSession(
  session: RunnerDeps & Session,
  onResult: (result: TrialResult) => Promise<void>,
): Promise<void> {
  const { within, outside, jobs } = session;
  await within(() => runTrials(session, jobs, (result) => outside(() => onResult(result))));
}

async function keep(folder: RunFolder, result: TrialResult): Promise<void> {
  await folder.append(requestsTable, recordsOf(result.requests));
  await folder.append(ordersTable, recordsOf(result.orders));
  await folder.append(queueTable, result.queueRows);
  await folder.append(serviceTable, result.serviceRows);
  await folder.append(summaryTable, recordsOf([result.row]));
}

async function newManifest(
  { experiment, size, settings, plan, repetitions, seed }: RunRequest,
  host: RunHost,
  runId: string,
  startedAt: Date,
): Promise<Manifest> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return {
    run_id: runId,
    experiment: experiment.name,
    question: experiment.question,
    target: host.targetName,
    size,
    settings,
    plan,
    repetitions,
    seed,
    started_at: startedAt.toISOString(),
    state: "running",
    faults: [],
    time_factor: plan.timeFactor,
    git: await describeCommit(root),
    versions: await describeVersions(root),
    machine: describeMachine(),
    region: "",
    price_table_date: await readPriceTableDate(root),
    warm_up_orders: Object.fromEntries(
      plan.trials.map(({ trial, warmUpOrders }) => [trial, warmUpOrders]),
    ),
    clocks: [],
    files: {},
  };
}
