/**
 * What charts and tables are told of a run.
 *
 * @module
 */
import type { RunFacts } from "../charts/caption.ts";
import type { Run } from "../analysis/run.ts";

/** A run as a chart's caption names it. */
export function factsOf({ manifest }: Run): RunFacts {
  const { run_id, target, size, time_factor, repetitions, state } = manifest;
  return { run_id, target, size, time_factor, repetitions, state };
}

/** Trials of a run in the order of its plan. */
export function trialsOf({ manifest }: Run): string[] {
  return manifest.plan.trials.map(({ trial }) => trial);
}

/** `20 loops, 5 slots`; `5 slots` where there are as many loops. */
export function serversText(
  { concurrency, paymentSlots }: { concurrency: number; paymentSlots: number },
): string {
  const slots = `${paymentSlots} slot${paymentSlots === 1 ? "" : "s"}`;
  const loops = `${concurrency} loop${concurrency === 1 ? "" : "s"}`;
  return concurrency === paymentSlots ? loops : `${loops}, ${slots}`;
}
