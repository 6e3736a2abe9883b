/**
 * Measurements as CSV: one row a value, with the machine and the commit that it was measured on.
 *
 * @module
 */
import { parse, stringify } from "@std/csv";
import type { Measurement } from "./definition.ts";

/** The columns, in order. */
export const RESULT_COLUMNS = [
  "bench",
  "case",
  "subject",
  "version",
  "run",
  "metric",
  "value",
  "unit",
  "machine",
  "commit",
] as const;

/** What all rows of a file share. */
export interface ResultOrigin {
  bench: string;
  machine: string;
  commit: string;
}

/** One row. */
export type ResultRow = Measurement & ResultOrigin;

/** The header line, or the lines of rows, each with its line end. */
export function resultLines(rows: readonly ResultRow[] | "header"): string {
  if (rows === "header") return stringify([[...RESULT_COLUMNS]], { headers: false });
  const values = rows.map((row) => RESULT_COLUMNS.map((column) => row[column]));
  return stringify(values, { headers: false });
}

/**
 * Reads what {@linkcode resultLines} wrote.
 *
 * @returns rows, and every fault in words; a faulty row is left out.
 * @example
 * ```ts
 * import { readResults, resultLines } from "./results_csv.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(readResults(resultLines("header")), { rows: [], faults: [] });
 * assert.deepEqual(readResults("a,b\n1,2\n").faults, [
 *   "the columns must be bench, case, subject, version, run, metric, value, unit, machine, commit, got a, b",
 * ]);
 * ```
 */
export function readResults(text: string): { rows: ResultRow[]; faults: string[] } {
  const [header = [], ...records] = parse(text);
  if (header.join() !== RESULT_COLUMNS.join()) {
    const rule = `the columns must be ${RESULT_COLUMNS.join(", ")}, got ${header.join(", ")}`;
    return { rows: [], faults: [rule] };
  }
  const faults: string[] = [];
  const rows = records.flatMap((record, index) => {
    const fields = Object.fromEntries(RESULT_COLUMNS.map((name, at) => [name, record[at] ?? ""]));
    const row = { ...fields, run: Number(fields["run"]), value: Number(fields["value"] || NaN) };
    const bad = (["run", "value"] as const).filter((name) => !Number.isFinite(row[name]));
    for (const name of bad) {
      faults.push(`row ${index + 1}: ${name} must be a number, got ${fields[name]}`);
    }
    return bad.length > 0 ? [] : [row as ResultRow];
  });
  return { rows, faults };
}
