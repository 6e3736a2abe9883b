/**
 * What a trial's repetitions say together.
 *
 * @module
 */
import { summaryTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { measure, type Run } from "./run.ts";
import { meanInterval, VALUES_MIN } from "./statistics/mod.ts";
import { quoted } from "./tables.ts";

/**
 * The mean of an expression over a trial's completed repetitions, with Student's 95 % interval from five
 * repetitions on, and without one below.
 *
 * `x̄ = Σ xᵢ / n`, interval `x̄ ± t(n − 1, 0.975) · s / √n` (Student, "The Probable Error of a Mean",
 * Biometrika 6, 1908).
 *
 * @param expression SQL over the columns of `summary.csv`, of one row: `confirmed / load_s`.
 * @throws {RangeError} if no repetition was completed, or the expression has no value.
 */
export async function overRepetitions(
  run: Run,
  trial: string,
  expression: string,
  unit: string,
): Promise<Figure> {
  const where = `trial = ${quoted(trial)} AND state = 'completed'`;
  const figure = await measure(run, {
    table: summaryTable,
    where,
    expression: `avg(${expression})`,
    unit,
  });
  const rows = await run.tables.rows(
    `SELECT ${expression} AS value FROM 'summary.csv' WHERE ${where} ORDER BY repetition`,
  );
  const values = rows.map(({ value }) => Number(value));
  const interval = meanInterval(values);
  return interval === undefined ? figure : { ...figure, interval };
}

/** What is the same in all repetitions of a trial, such as a setting: the largest value of an expression. */
export async function settingOf(
  run: Run,
  trial: string,
  expression: string,
  unit: string,
): Promise<Figure> {
  const where = `trial = ${quoted(trial)}`;
  return await measure(run, { table: summaryTable, where, expression: `max(${expression})`, unit });
}

/** Why a figure has no interval: there are fewer repetitions than this. */
export const REPETITIONS_FOR_INTERVAL = VALUES_MIN;

/** The middle of a trial's completed repetitions by a column: what a chart draws of them. */
export async function middleRepetition(run: Run, trial: string, column: string): Promise<number> {
  const figure = await measure(run, {
    table: summaryTable,
    where: `trial = ${quoted(trial)} AND state = 'completed' AND ${column} IS NOT NULL`,
    // The lower of two middle ones: a repetition that was run, not a mean of two.
    expression: `list_extract(list(repetition ORDER BY ${column}, repetition), ` +
      `((count(*) + 1) // 2)::BIGINT)`,
    unit: "repetition",
  });
  return figure.value;
}
