/**
 * Figures of runs: what notebooks choose, open and measure. Each figure carries the query that gives it.
 *
 * @module
 */
export * from "./backlog.ts";
export * from "./choose_runs.ts";
export * from "./combine.ts";
export * from "./drain.ts";
export * from "./duplicates.ts";
export * from "./effects.ts";
export type * from "./figure.ts";
export * from "./growth.ts";
export * from "./latency.ts";
export * from "./little.ts";
export * from "./one_series.ts";
export * from "./repetitions.ts";
export { measure, openRun, type Run } from "./run.ts";
export * from "./scaling.ts";
export { planOf, serversOf, summaryOf, type TrialKey } from "./trial.ts";
export * from "./utilisation.ts";
export { type WindowName, windowOf, WINDOWS } from "./windows.ts";
