/**
 * What several runs say together.
 *
 * @module
 */
import { ascending, quantile } from "../experiments/run/quantiles.ts";
import type { Measurement } from "./definition.ts";

/** One metric of one subject in one case, over its runs. */
export interface Spread {
  median: number;
  min: number;
  max: number;
  runs: number;
}

/** Which measurements are meant. */
export type Selection = Pick<Measurement, "case" | "subject" | "metric">;

/**
 * Median, least and greatest value of a metric over its runs.
 *
 * @returns `undefined` where nothing was measured.
 * @example
 * ```ts
 * import { spreadOf } from "./statistics.ts";
 * import assert from "node:assert/strict";
 *
 * const all = [3, 1, 8].map((value, run) => ({
 *   case: "slots-1",
 *   subject: "spillway",
 *   version: "",
 *   run,
 *   metric: "time",
 *   value,
 *   unit: "s",
 * }));
 * const selection = { case: "slots-1", subject: "spillway", metric: "time" };
 * assert.deepEqual(spreadOf(all, selection), { median: 3, min: 1, max: 8, runs: 3 });
 * ```
 */
export function spreadOf(
  all: readonly Measurement[],
  selection: Selection,
): Spread | undefined {
  const values = ascending(
    all.filter((each) =>
      each.case === selection.case && each.subject === selection.subject &&
      each.metric === selection.metric
    ).map(({ value }) => value),
  );
  const median = quantile(values, 0.5);
  if (median === undefined) return undefined;
  return { median, min: values[0]!, max: values[values.length - 1]!, runs: values.length };
}

/** The median alone. */
export function medianOf(
  all: readonly Measurement[],
  selection: Selection,
): number | undefined {
  return spreadOf(all, selection)?.median;
}

/** `0.983 (0.981–0.985)`: the median and what the runs lie between; `–` of nothing. */
export function spreadText(
  spread: Spread | undefined,
  text: (value: number) => string,
): string {
  if (!spread) return "–";
  if (spread.runs === 1) return text(spread.median);
  return `${text(spread.median)} (${text(spread.min)}–${text(spread.max)})`;
}
