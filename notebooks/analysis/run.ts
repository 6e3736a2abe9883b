/**
 * A run, opened for analysis: its manifest, its tables, and what a reader must be told of it.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { readManifest } from "../../experiments/run/check_run.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { ordersTable, type Table, tables } from "../../experiments/run/schema.ts";
import { changedFiles } from "../../experiments/run/sha256.ts";
import type { SummaryRow } from "../../experiments/run/summary.ts";
import type { Figure } from "./figure.ts";
import { openTables, type Tables } from "./tables.ts";

/** One run, open. */
export interface Run {
  readonly id: string;
  /** Folder relative to the repository where it lies inside of it, else absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly tables: Tables;
  /** `summary.csv`, in the order of the plan's trials; an empty field is `undefined`. */
  readonly summary: readonly SummaryRow[];
  /** What a reader must know before believing it: interrupted, failed, not drained; empty of a sound one. */
  readonly warnings: readonly string[];
  /**
   * Which files were changed after the run, in words: resolves when all are hashed, which goes on while figures
   * are computed, for the files may have gigabytes. Never rejects.
   */
  readonly changed: Promise<readonly string[]>;
}

/** Root of the repository, ending in `/`. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Opens a run's folder.
 *
 * @param path absolute, or relative to the working folder.
 * @throws {TypeError} if it is no run, its columns are not those of the schema, or it has no order at all.
 * @example
 * ```ts
 * import { openRun } from "./run.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const run = await openRun(tiny.path);
 * assert.deepEqual([run.summary[0]?.trial, run.warnings], ["slots-2", []]);
 * run.tables.close();
 * ```
 */
export async function openRun(path: string): Promise<Run> {
  const folder = await Deno.realPath(path).catch(() => {
    throw new TypeError(`Cannot open a run: there must be a folder ${path}`);
  });
  const faults: string[] = [];
  const manifest = await readManifest(folder, faults);
  if (manifest === undefined) {
    throw new TypeError(`Cannot open ${path}: ${faults.join("; ")}`);
  }
  const trial = manifest.plan.trials.map((plan) => plan.trial);
  const open = await openTables(folder, tables, { texts: { trial } });
  try {
    const summary = await readSummary(open, manifest);
    return {
      id: manifest.run_id,
      folder: folder.startsWith(ROOT) ? folder.slice(ROOT.length) : folder,
      manifest,
      tables: open,
      summary,
      warnings: [...stateWarnings(manifest), ...trialWarnings(summary)],
      changed: changesOf(folder, manifest),
    };
  } catch (error) {
    open.close();
    throw error;
  }
}

function stateWarnings({ state, faults }: Manifest): string[] {
  if (state === "completed") return [];
  const how = state === "running" ? "was cut off before it could end" : endText(state);
  return [`the run ${how}`, ...faults];
}

function trialWarnings(summary: readonly SummaryRow[]): string[] {
  return summary.filter(({ state }) => state !== "completed")
    .map(({ trial, repetition, state }) => `${trial} repetition ${repetition} ${endText(state)}`);
}

/** `failed`, `is not drained`. */
function endText(state: string): string {
  return state === "failed" ? state : `is ${state.replaceAll("_", " ")}`;
}

async function changesOf(folder: string, { files }: Manifest): Promise<string[]> {
  return (await changedFiles(folder, files)).map(({ name, wanted, got }) =>
    `${name} was changed after the run: sha256 must be ${wanted}, got ${got}`
  );
}

async function readSummary(
  open: Tables,
  { plan }: Manifest,
): Promise<SummaryRow[]> {
  const place = new Map(plan.trials.map(({ trial }, index) => [trial, index]));
  const rows = await open.rows(`SELECT * FROM 'summary.csv'`);
  return rows
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value ?? undefined]),
      ) as unknown as SummaryRow
    )
    .sort((a, b) => place.get(a.trial)! - place.get(b.trial)! || a.repetition - b.repetition);
}

/**
 * A figure by a query of one value over one file of a run.
 *
 * @param table the file whose rows the query reads.
 * @param where SQL condition on the rows that count; `true` for all.
 * @param source a query in parentheses on these rows, where the expression is not of their own columns.
 * @param expression SQL aggregate over these rows: `count(*)`, `quantile_cont(drain_s, 0.5)`.
 * @throws {RangeError} if the query has no value: nothing is written as zero.
 * @example
 * ```ts
 * import { measure } from "./run.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const where = "completions > 1";
 * const twice = await measure(tiny.run, { where, expression: "count(*)", unit: "orders" });
 * assert.equal(twice.value, 1);
 * ```
 */
export async function measure(
  run: Run,
  { table = ordersTable, where, source, expression, unit }: {
    table?: Table;
    where: string;
    source?: string;
    expression: string;
    unit: string;
  },
): Promise<Figure> {
  const query = `SELECT ${expression} FROM ${source ?? `'${table.file}' WHERE ${where}`}`;
  const figure = await measureQuery(run, { table, where, query, unit });
  if (figure !== undefined) return figure;
  throw await cannotMeasure(run, expression, `the query must have a value: ${query}`);
}

/**
 * The error of a figure that a run does not have: the rule, and what is wrong with the run, which may be why.
 *
 * @example
 * ```ts
 * import { cannotMeasure } from "./run.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ manifest: { state: "failed" } });
 * const { message } = await cannotMeasure(tiny.run, "the drain", "an order must be finished");
 * assert.match(message, /^Cannot measure the drain in .*: an order must be finished; the run failed$/);
 * ```
 */
export async function cannotMeasure(
  { id, warnings, changed }: Run,
  figure: string,
  rule: string,
): Promise<RangeError> {
  const words = [rule, ...warnings, ...await changed];
  return new RangeError(`Cannot measure ${figure} in ${id}: ${words.join("; ")}`);
}

/**
 * A figure by any query of one value.
 *
 * @param where SQL condition on the rows of `table` that the query looks at.
 * @param shortcut the same value, sooner: another query, or what computes it; `query` is what is shown.
 * @returns `undefined` where the query has no finite value.
 * @example
 * ```ts
 * import { ordersTable } from "../../experiments/run/schema.ts";
 * import { measureQuery } from "./run.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const query = "SELECT max(completed_at_ms) FROM 'orders.csv'";
 * const last = await measureQuery(tiny.run, { table: ordersTable, where: "true", query, unit: "ms" });
 * assert.equal(last?.value, 230);
 * ```
 */
export async function measureQuery(
  run: Run,
  { table, where, query, shortcut = query, unit }: {
    table: Table;
    where: string;
    query: string;
    shortcut?: string | (() => Promise<number | undefined>);
    unit: string;
  },
): Promise<Figure | undefined> {
  const value = await (typeof shortcut === "string" ? run.tables.value(shortcut) : shortcut());
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const rows = await run.tables.value(`SELECT count(*) FROM '${table.file}' WHERE ${where}`);
  return {
    value,
    unit,
    source: { kind: "rows", folder: run.folder, file: table.file, rows: rows ?? 0, query },
  };
}
