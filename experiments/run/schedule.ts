/**
 * In what order trials are loaded, and which drains may overlap. Pure.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";

/** One repetition of one trial, to be run. */
export interface Job {
  plan: TrialPlan;
  repetition: number;
  /** Whether the next load waits for this drain: so short a drain would be disturbed by it. */
  drainsAlone: boolean;
}

/** A drain shorter than this is measured without another load beside it, seconds. */
const SHORT_DRAIN_S = 10;

/**
 * All repetitions, slowest predicted drain first, so that the quick ones fit beside it.
 *
 * @example
 * ```ts
 * import { scheduleJobs } from "./schedule.ts";
 * import assert from "node:assert/strict";
 *
 * const trial = (trial: string, predictedDrainS: number) => ({ trial, predictedDrainS });
 * const jobs = scheduleJobs([trial("fast", 1), trial("slow", 100)] as never, 1);
 * assert.deepEqual(jobs.map((job) => job.plan.trial), ["slow", "fast"]);
 * assert.deepEqual(jobs.map((job) => job.drainsAlone), [false, true]);
 * ```
 */
export function scheduleJobs(trials: readonly TrialPlan[], repetitions: number): Job[] {
  const jobs = trials.flatMap((plan) =>
    Array.from({ length: repetitions }, (_, index) => ({
      plan,
      repetition: index + 1,
      // Shots may reach other trials' connections.
      drainsAlone: plan.predictedDrainS < SHORT_DRAIN_S || plan.shots !== undefined,
    }))
  );
  return jobs.sort((a, b) =>
    b.plan.predictedDrainS - a.plan.predictedDrainS || a.repetition - b.repetition
  );
}
