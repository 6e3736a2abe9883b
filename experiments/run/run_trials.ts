/**
 * Runs the trials of a run: one load at a time, drains side by side, the next trial's processes
 * started beforehand and never during a load.
 *
 * @module
 */
import type { LoadResult } from "../load/mod.ts";
import type { Target } from "./ports.ts";
import type { Job } from "./schedule.ts";
import { finishTrial, loadTrial, type Trial, type TrialDeps, warmUp } from "./trial.ts";
import { trialName, type TrialResult, uncollected } from "./trial_result.ts";
import { untilAborted } from "./until_aborted.ts";

/** Trials whose processes run at once, at most: each is an API and its workers. */
const RUNNING_TRIALS_MAX = 8;

/** What the runner needs besides the trials' own. */
export interface RunnerDeps extends TrialDeps {
  target: Pick<Target, "prepare">;
  /** Aborted when the target is gone: then no evidence can be had any more. */
  gone: AbortSignal;
}

/**
 * Runs all jobs, until done or until the signal aborts; then nothing new is loaded, and what has been
 * loaded is collected.
 *
 * @param onResult called as each trial ends, one at a time.
 */
export async function runTrials(
  deps: RunnerDeps,
  jobs: readonly Job[],
  onResult: (result: TrialResult) => Promise<void>,
): Promise<void> {
  const prepared: Promise<Trial | Error>[] = [];
  const prepare = (index: number) => {
    const job = jobs[index];
    return job === undefined ? undefined : prepared[index] ??= prepareTrial(deps, job);
  };
  let writing = Promise.resolve();
  const write = (result: TrialResult) => writing = writing.then(() => onResult(result));
  const finishing = new Set<Promise<void>>();
  for (const [index, job] of jobs.entries()) {
    while (finishing.size > RUNNING_TRIALS_MAX - 2) await Promise.race(finishing);
    const trial = await prepare(index)!;
    await prepare(index + 1);
    if (deps.signal.aborted && !deps.gone.aborted) break;
    const loaded = await loadJob(deps, job, trial);
    if (loaded === undefined) break;
    const done = loaded.finished.then(write).finally(() => finishing.delete(done));
    finishing.add(done);
    if (job.drainsAlone) await done;
    prepare(index + 2);
  }
  await Promise.all(finishing);
  await writing;
}

async function prepareTrial(deps: RunnerDeps, { plan, repetition }: Job): Promise<Trial | Error> {
  const fromEpochMs = deps.clock.now();
  try {
    deps.signal.throwIfAborted();
    deps.progress.update(trialName(plan, repetition), "preparing");
    const preparing = deps.target.prepare({ ...plan, repetition });
    return { plan, repetition, fromEpochMs, running: await untilAborted(preparing, deps.signal) };
  } catch (error) {
    return error as Error;
  }
}

/**
 * Warms a trial up and loads it.
 *
 * @returns its result to come; nothing if the user stopped the run before the load.
 */
async function loadJob(
  deps: RunnerDeps,
  { plan, repetition, drainsAlone }: Job,
  trial: Trial | Error,
): Promise<{ finished: Promise<TrialResult> } | undefined> {
  let load: LoadResult = unloaded(deps);
  const failed = (error: unknown): TrialResult =>
    uncollected(
      deps,
      plan,
      repetition,
      load,
      messageOf(deps.gone.aborted ? deps.gone.reason : error),
    );
  try {
    if (trial instanceof Error) throw trial;
    await untilAborted(warmUp(deps, trial), deps.signal);
    const over = await takeTurn(deps);
    load = await loadTrial(deps, trial).catch((error) => {
      over();
      throw error;
    });
    if (!drainsAlone) over();
    const finishing = finishTrial(deps, trial, load, over);
    return { finished: untilAborted(finishing, deps.gone).catch(failed) };
  } catch (error) {
    const stoppedByUser = deps.signal.aborted && !deps.gone.aborted;
    if (stoppedByUser && load.rows.length === 0) return undefined;
    return { finished: Promise.resolve(failed(error)) };
  }
}

/** The turn, or the abort's reason; a turn that comes after that is given back. */
async function takeTurn({ turns, signal }: RunnerDeps): Promise<() => void> {
  const turn = turns.take();
  return await untilAborted(turn, signal).catch((error) => {
    turn.then((over) => over());
    throw error;
  });
}

function unloaded({ clock, startEpochMs }: RunnerDeps): LoadResult {
  const atMs = clock.now() - startEpochMs;
  return {
    rows: [],
    marks: ["not_loaded"],
    startedAtMs: atMs,
    endedAtMs: atMs,
    interrupted: false,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
