/**
 * What repetitions say together.
 *
 * A mean `x̄ = Σ xᵢ / n` over `n` independent repetitions, in the unit of `x`; intervals are Student's, see
 * `statistics/mean_interval.ts` for formula and source.
 *
 * @module
 */
import { summaryTable } from "../../experiments/run/schema.ts";
import type { Figure, RowsSource } from "./figure.ts";
import { cannotMeasure, type Run } from "./run.ts";
import { mean, meanInterval, VALUES_MIN } from "./statistics/mod.ts";
import { quoted } from "./quoted.ts";
import { planOf, type TrialKey } from "./trial.ts";

/**
 * A figure of several repetitions: their mean, with Student's 95 % interval of `values` from five on.
 *
 * @param values one a repetition.
 * @example
 * ```ts
 * import { combined } from "./combine.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { folder: "data/runs/r", file: "summary.csv", rows: 2, query: "SELECT …" };
 * const { interval, source: told } = combined([1, 3], "s", { value: 2, source });
 * assert.equal(interval, undefined);
 * assert.ok(told.kind === "rows" && told.method === "mean of 2 repetitions; no interval below 5");
 * ```
 */
export function combined(
  values: readonly number[],
  unit: string,
  { value, source }: { value: number; source: Omit<RowsSource, "kind" | "method"> },
): Figure {
  const interval = meanInterval(values);
  return {
    value,
    unit,
    ...(interval === undefined ? {} : { interval }),
    source: { kind: "rows", ...source, method: methodOf(values.length) },
  };
}

/**
 * Mean over repetitions of what a query says of each, with Student's 95 % interval from five on.
 *
 * @param values SQL of one row a repetition, with a column `value`; rows without a value do not count.
 * @param rows how many rows of `summary.csv` stand behind each value.
 * @param figure as an error says it.
 * @throws {RangeError} if there is no value, or one is not finite, as of a division by 0.
 * @example
 * ```ts
 * import { overValues } from "./combine.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
 * const values = "SELECT drain_s AS value FROM 'summary.csv'";
 * const mean = await overValues(tiny.run, values, { figure: "the drain", unit: "s", rows: 1 });
 * assert.equal(mean.value, 0.155); // 150 ms and 160 ms
 * ```
 */
export async function overValues(
  run: Run,
  values: string,
  { figure, unit, rows }: { figure: string; unit: string; rows: number },
): Promise<Figure> {
  const found = (await run.tables.rows(values)).flatMap(({ value }) =>
    value === null ? [] : [Number(value)]
  );
  if (found.length === 0) {
    const rule = "a repetition of each trial must be completed with a value";
    throw await cannotMeasure(run, figure, rule);
  }
  const endless = found.find((value) => !Number.isFinite(value));
  if (endless !== undefined) {
    throw await cannotMeasure(run, figure, `each value must be finite, got ${endless}`);
  }
  const query = `SELECT avg(value) FROM (${values})`;
  return combined(found, unit, {
    value: (await run.tables.value(query))!,
    source: {
      folder: run.folder,
      file: summaryTable.file,
      rows: rows * found.length,
      query,
    },
  });
}

/**
 * How many times more of something a trial has than another: the mean over repetitions of
 * `x(trial) / x(base)`, both of the same repetition, with Student's 95 % interval from five on.
 *
 * @param expression SQL over the columns of one row of `summary.csv`: `accepted`.
 * @throws {RangeError} if there is no repetition in which both trials were completed with a value, or `base` has 0 in one.
 * @example
 * ```ts
 * import { ratioOverRepetitions } from "./combine.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ slots: [1, 2] });
 * const { value } = await ratioOverRepetitions(tiny.run, "drain_s", "slots-1", "slots-2", "times");
 * assert.equal(value.toFixed(2), "2.20"); // 330 ms and 150 ms
 * ```
 */
export async function ratioOverRepetitions(
  run: Run,
  expression: string,
  trial: string,
  base: string,
  unit: string,
): Promise<Figure> {
  for (const each of [trial, base]) planOf(run, { trial: each });
  const of = (name: string) => `max(${expression}) FILTER (WHERE trial = ${quoted(name)})`;
  const values = `SELECT ${of(trial)} / ${of(base)} AS value FROM 'summary.csv' ` +
    `WHERE trial IN (${quoted(trial)}, ${
      quoted(base)
    }) AND state = 'completed' GROUP BY repetition`;
  const figure = `${expression} of ${trial} over that of ${base}`;
  return await overValues(run, values, { figure, unit, rows: trial === base ? 1 : 2 });
}

/**
 * Mean over the completed repetitions of a trial of a figure that is measured of one repetition, with
 * Student's 95 % interval from five on.
 *
 * @param measureOne measures one repetition: `growthByRegression`, `drainByCloudWatch`.
 * @throws {RangeError} if no repetition was completed, or one has no such figure.
 * @example
 * ```ts
 * import { drainByLedger } from "./drain.ts";
 * import { meanOfRepetitions } from "./combine.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
 * const drain = await meanOfRepetitions(tiny.run, "slots-2", drainByLedger);
 * assert.equal(drain.value, 0.155); // 150 ms and 160 ms
 * ```
 */
export async function meanOfRepetitions(
  run: Run,
  trial: string,
  measureOne: (run: Run, key: TrialKey) => Promise<Figure>,
): Promise<Figure> {
  planOf(run, { trial });
  const completed = run.summary.filter((row) => row.trial === trial && row.state === "completed");
  const figures = await Promise.all(completed.map((row) => measureOne(run, row)));
  const sources = figures.flatMap(({ source }) => source.kind === "rows" ? [source] : []);
  const [first] = sources;
  if (first === undefined || sources.length < figures.length) {
    throw new RangeError(
      `Cannot combine repetitions of ${trial} in ${run.id}: one must be completed, and measured by a query`,
    );
  }
  const values = figures.map(({ value }) => value);
  return combined(values, figures[0]!.unit, {
    value: mean(values)!,
    source: {
      folder: run.folder,
      file: first.file,
      rows: sources.reduce((sum, { rows }) => sum + rows, 0),
      query: sources.length === 1
        ? first.query
        : `SELECT list_avg([${sources.map(({ query }) => `\n(${query})`).join(", ")}])`,
    },
  });
}

function methodOf(repetitions: number): string {
  if (repetitions >= VALUES_MIN) {
    return `mean of ${repetitions} repetitions; interval: Student's t, 95 %, ` +
      `over the repetitions' values`;
  }
  const of = repetitions === 1 ? "one repetition" : `mean of ${repetitions} repetitions`;
  return `${of}; no interval below ${VALUES_MIN}`;
}
