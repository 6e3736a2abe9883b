/**
 * A figure over the repetitions of a trial.
 *
 * @module
 */
import { summaryTable } from "../../experiments/run/schema.ts";
import { combined } from "./combine.ts";
import type { Figure } from "./figure.ts";
import { cannotMeasure, measure, type Run } from "./run.ts";
import { quoted } from "./quoted.ts";
import { planOf } from "./trial.ts";

/**
 * Mean `x̄ = Σ xᵢ / n` over the `n` completed repetitions of a trial, with Student's 95 % interval from five
 * repetitions on (`statistics/mean_interval.ts`).
 *
 * @param expression SQL over the columns of one row of `summary.csv`: `drain_s`, `confirmed / load_s`.
 * @throws {RangeError} if no repetition of the trial was completed, or one of these has no value.
 * @example
 * ```ts
 * import { overRepetitions } from "./repetitions.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const drain = await overRepetitions(tiny.run, "slots-2", "drain_s", "s");
 * assert.equal(drain.value, 0.15);
 * assert.equal(drain.interval, undefined);
 * ```
 */
export async function overRepetitions(
  run: Run,
  trial: string,
  expression: string,
  unit: string,
): Promise<Figure> {
  const values = await repetitionValues(run, trial, expression);
  const query = `SELECT avg(${expression}) ${completedOf(trial)}`;
  return combined(values, unit, {
    value: (await run.tables.value(query))!,
    source: { folder: run.folder, file: summaryTable.file, rows: values.length, query },
  });
}

function completedOf(trial: string): string {
  return `FROM 'summary.csv' WHERE trial = ${quoted(trial)} AND state = 'completed'`;
}

/**
 * What the completed repetitions of a trial say, one value a repetition, in their order.
 *
 * @param expression SQL over the columns of one row of `summary.csv`.
 * @throws {RangeError} as {@linkcode overRepetitions}.
 * @example
 * ```ts
 * import { repetitionValues } from "./repetitions.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
 * assert.deepEqual(await repetitionValues(tiny.run, "slots-2", "drain_s"), [0.15, 0.16]);
 * ```
 */
export async function repetitionValues(
  run: Run,
  trial: string,
  expression: string,
): Promise<number[]> {
  planOf(run, { trial });
  const fault = (rule: string) => cannotMeasure(run, `${expression} of ${trial}`, rule);
  const rows = await run.tables.rows(
    `SELECT repetition, (${expression})::DOUBLE AS value ${completedOf(trial)} ORDER BY repetition`,
  );
  if (rows.length === 0) throw await fault("a repetition must be completed, none is");
  const empty = rows.filter(({ value }) => !Number.isFinite(value));
  if (empty.length > 0) {
    const which = empty.map(({ repetition }) => repetition).join(", ");
    throw await fault(
      `every completed repetition must have a value, got none of repetition ${which}`,
    );
  }
  return rows.map(({ value }) => Number(value));
}

/**
 * What is the same in all repetitions of a trial, such as a setting: the largest value of an expression.
 *
 * @param expression SQL over the columns of one row of `summary.csv`: `payment_slots`.
 * @throws {RangeError} if the trial has no row, or the expression no value.
 * @example
 * ```ts
 * import { settingOf } from "./repetitions.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await settingOf(tiny.run, "slots-2", "payment_slots", "slots")).value, 2);
 * ```
 */
export async function settingOf(
  run: Run,
  trial: string,
  expression: string,
  unit: string,
): Promise<Figure> {
  const where = `trial = ${quoted(trial)}`;
  return await measure(run, { table: summaryTable, where, expression: `max(${expression})`, unit });
}

/**
 * Of a trial's completed repetitions the one in the middle by a column, the lower of two: what a chart
 * draws of them.
 *
 * @throws {RangeError} if no repetition was completed with a value.
 * @example
 * ```ts
 * import { middleRepetition } from "./repetitions.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(await middleRepetition(tiny.run, "slots-2", "drain_s"), 1);
 * ```
 */
export async function middleRepetition(run: Run, trial: string, column: string): Promise<number> {
  const middle = await run.tables.value(
    `SELECT list_extract(list(repetition ORDER BY ${column}, repetition), ` +
      `((count(*) + 1) // 2)::BIGINT) ${completedOf(trial)} AND ${column} IS NOT NULL`,
  );
  if (middle !== undefined) return middle;
  const rule = "a repetition must be completed with one, none is";
  throw await cannotMeasure(run, `${column} of ${trial}`, rule);
}

/**
 * {@linkcode overRepetitions} of one run.
 *
 * @example
 * ```ts
 * import { repetitionsOf } from "./repetitions.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const mean = repetitionsOf(tiny.run);
 * assert.equal((await mean("slots-2", "drain_s", "s")).value, 0.15);
 * ```
 */
export function repetitionsOf(
  run: Run,
): (trial: string, expression: string, unit: string) => Promise<Figure> {
  return (trial, expression, unit) => overRepetitions(run, trial, expression, unit);
}
