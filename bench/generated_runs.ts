/**
 * Runs of generated orders: folders as experiments leave them, of any size.
 *
 * @module
 */
import type { Experiment, TrialPlan } from "../experiments/catalog/definition.ts";
import { phase4 } from "../experiments/catalog/phase4.ts";
import { phase5 } from "../experiments/catalog/phase5.ts";
import { prefetch } from "../experiments/catalog/prefetch.ts";
import { recordsOf, type Rows, rowsMadeBy } from "../experiments/collect/rows.ts";
import { describeMachine, type Manifest } from "../experiments/run/manifest.ts";
import { createRunFolder, type RunFolder } from "../experiments/run/run_folder.ts";
import { ordersTable, queueTable, requestsTable, summaryTable } from "../experiments/run/schema.ts";
import { summarise } from "../experiments/run/summary.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import { type GeneratedTrial, generateTrial } from "./generated_trial.ts";
import { queueRows, queueSamples } from "./generated_queue.ts";

/** What notebooks 3 and 4 read, as they ask for it. */
const EXPERIMENTS = [phase4, phase5, prefetch] as unknown as readonly Experiment[];
const SIZE = "quick";
const TARGET = "local";
const SEED = 1;
/** From the end of one trial to the next one's load, milliseconds. */
const PAUSE_MS = 5_000;

/** One run to be generated. */
interface PlannedRun {
  experiment: Experiment;
  settings: Record<string, unknown>;
  plan: Manifest["plan"];
}

/** How many trials the runs have together, all alike in size. */
export const GENERATED_TRIALS = plannedRuns(1).reduce(
  (sum, { plan }) => sum + plan.trials.length,
  0,
);

function plannedRuns(ordersATrial: number): PlannedRun[] {
  return EXPERIMENTS.map((experiment) => {
    const sized = experiment.sizes[SIZE];
    const settings = { ...sized, load_s: ordersATrial / Number(sized.rate_per_s) };
    return { experiment, settings, plan: experiment.plan(settings) };
  });
}

/**
 * Writes one run of each experiment that notebooks 3 and 4 read, with one repetition of each trial.
 *
 * Only one trial's times are in memory at once.
 *
 * @param parent folder for the runs.
 * @param ordersATrial orders of each trial, >= 1,000: fewer keep no hundred slots busy.
 * @param onTrial called when a trial is on disk.
 * @returns absolute folders of the runs.
 * @throws the signal's reason.
 */
export async function generateRuns(
  parent: string,
  ordersATrial: number,
  onTrial: (done: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const folders: string[] = [];
  let done = 0;
  for (const run of plannedRuns(ordersATrial)) {
    const runId = `generated-${run.experiment.name}`;
    const folder = await createRunFolder(parent, runId);
    let startMs = PAUSE_MS;
    for (const plan of run.plan.trials) {
      signal.throwIfAborted();
      const random = createSeededRandom(SEED).fork(`${runId}/${plan.trial}`);
      const trial = generateTrial(plan, { orders: ordersATrial, startMs, repetition: 1, random });
      await append(folder, run, plan, trial, signal);
      startMs = trial.times.completed.reduce((a, b) => Math.max(a, b)) + PAUSE_MS;
      onTrial(++done);
    }
    await folder.writeManifest(await manifestOf(folder, run));
    folders.push(folder.path);
  }
  return folders;
}

async function append(
  folder: RunFolder,
  { experiment, plan: { timeFactor, metricPeriodS } }: PlannedRun,
  plan: TrialPlan,
  { requests, ledger, times, load }: GeneratedTrial,
  signal: AbortSignal,
): Promise<void> {
  const identity = { experiment: experiment.name, target: TARGET, size: SIZE, timeFactor };
  const samples = queueSamples(times, metricPeriodS);
  const queue = { trial: plan.trial, repetition: 1, queue: `order-processing-queue-${plan.trial}` };
  const row = summarise({ ...identity, repetition: 1 }, plan, {
    requests,
    ledger,
    paymentMs: times.completed.map((atMs, index) => atMs - times.started[index]!),
    workers: [],
    queueVisible: [...samples.visible],
    queueAgeS: [...samples.ageS],
    load,
    marks: [],
  });
  await folder.append(requestsTable, recordsOf(unlessAborted(requests, signal)));
  await folder.append(ordersTable, recordsOf(unlessAborted(ledger.rows, signal)));
  await folder.append(queueTable, queueRows(queue, samples));
  await folder.append(summaryTable, [{ ...row }]);
}

/** Rows that stop to be made when the signal aborts: millions take seconds to be written. */
function unlessAborted<T>(rows: Rows<T>, signal: AbortSignal): Rows<T> {
  return rowsMadeBy(() => rows.length, (index) => {
    if (signal.aborted) throw signal.reason;
    return rows.at(index)!;
  });
}

async function manifestOf(
  folder: RunFolder,
  { experiment, settings, plan }: PlannedRun,
): Promise<Manifest> {
  const { name, title, question } = experiment;
  const startedAt = new Date(0).toISOString();
  return {
    run_id: folder.runId,
    experiment: name,
    question,
    target: TARGET,
    size: SIZE,
    settings,
    plan,
    repetitions: 1,
    seed: SEED,
    started_at: startedAt,
    ended_at: startedAt,
    state: "completed",
    faults: [],
    time_factor: plan.timeFactor,
    git: null,
    versions: {},
    machine: describeMachine(),
    region: "generated",
    price_table_date: null,
    warm_up_orders: {},
    clocks: [],
    files: await folder.finish(title, startedAt),
  };
}
