/**
 * Figures of the rows of a trial, or an error that says what it lacks.
 *
 * @module
 */
import { ordersTable, type Table } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { cannotMeasure, measureQuery, type Run } from "./run.ts";
import { ofCompleted, ofTrial, planOf, summaryOf, type TrialKey, trialName } from "./trial.ts";

/** How a figure of a trial is measured. */
export interface TrialMeasure {
  /** What it is, as an error says it: `the drain`. */
  figure: string;
  /** What the trial must have for it. */
  needs: string;
  unit: string;
  /** Full text; gives one value in any DuckDB inside the run's folder, NULL where there is none. */
  query: string;
  /** The same value, sooner: another query, or what computes it. */
  shortcut?: string | (() => Promise<number | undefined>);
  /** File whose rows it looks at; default: the ledger. */
  table?: Table;
  /** Which of the trial's rows it looks at; default: all. */
  rows?: string;
}

/**
 * A figure of one trial and repetition.
 *
 * @throws {RangeError} naming figure, trial and what is missing, where the query has no value.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { measureTrial } from "./measure_trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await measureTrial(tiny.run, { trial: "slots-2", repetition: 1 }, {
 *   figure: "the last completion",
 *   needs: "an order must be completed",
 *   unit: "ms",
 *   query: "SELECT max(completed_at_ms) FROM 'orders.csv'",
 * });
 * assert.equal(value, 230);
 * ```
 */
export async function measureTrial(
  run: Run,
  key: TrialKey,
  how: TrialMeasure,
): Promise<Figure> {
  summaryOf(run, key);
  return await measureRows(run, ofTrial(key), trialName(key), how);
}

/**
 * A figure of all completed repetitions of a trial together.
 *
 * @throws {RangeError} as {@linkcode measureTrial}.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { measureCompleted } from "./measure_trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await measureCompleted(tiny.run, "slots-2", {
 *   figure: "the last completion",
 *   needs: "an order must be completed",
 *   unit: "ms",
 *   query: "SELECT max(completed_at_ms) FROM 'orders.csv'",
 * });
 * assert.equal(value, 230);
 * ```
 */
export async function measureCompleted(
  run: Run,
  trial: string,
  how: TrialMeasure,
): Promise<Figure> {
  planOf(run, { trial });
  return await measureRows(run, ofCompleted(trial), trial, how);
}

async function measureRows(
  run: Run,
  condition: string,
  name: string,
  { figure, needs, table = ordersTable, rows, ...rest }: TrialMeasure,
): Promise<Figure> {
  const where = rows === undefined ? condition : `${condition} AND ${rows}`;
  const measured = await measureQuery(run, { table, where, ...rest });
  if (measured !== undefined) return measured;
  throw await cannotMeasure(run, `${figure} of ${name}`, needs);
}
