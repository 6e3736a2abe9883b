/**
 * Arrival times from a CSV file: a recorded load, or the `requests.csv` of an earlier run.
 *
 * @module
 */
import { parse } from "@std/csv";

/** Faults named at once; a file of the wrong kind has one a line. */
const FAULTS_MAX = 10;
const COLUMNS = ["at_ms", "scheduled_at_ms"];

/**
 * Reads arrival times from CSV text with a header, milliseconds, finite, >= 0, ascending. They are in
 * column `at_ms`, counted from the load's start, or else in `scheduled_at_ms`, counted from a run's
 * start and shifted so that the first is 0.
 *
 * @param file named in errors.
 * @throws {Error} naming file and line of every fault, the first ten.
 * @example
 * ```ts
 * import { parseReplay } from "./replay.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseReplay("at_ms\n100\n130.5\n", "load.csv"), [100, 130.5]);
 * assert.throws(() => parseReplay("at_ms\n5\n3\n", "load.csv"), {
 *   message: "Cannot replay: load.csv:3: at_ms must be >= the time before it (5), got 3",
 * });
 * ```
 */
export function parseReplay(text: string, file: string): number[] {
  const records = recordsOf(text);
  const header = records.next().value?.fields ?? [];
  const name = COLUMNS.find((column) => header.includes(column));
  if (name === undefined) {
    throw new Error(
      `Cannot replay: ${file}:1: the header must have a column ${COLUMNS.join(" or ")}, got ${
        JSON.stringify(header.join(","))
      }`,
    );
  }
  const column = header.indexOf(name);
  const times: number[] = [];
  const faults: string[] = [];
  for (const { fields, line } of records) {
    const field = fields[column] ?? "";
    const ms = field.trim() === "" ? NaN : Number(field);
    const lastMs = times.at(-1) ?? 0;
    if (!Number.isFinite(ms) || ms < 0) {
      faults.push(
        `${file}:${line}: ${name} must be a finite number >= 0, got ${JSON.stringify(field)}`,
      );
    } else if (ms < lastMs) {
      faults.push(`${file}:${line}: ${name} must be >= the time before it (${lastMs}), got ${ms}`);
    } else times.push(ms);
  }
  if (faults.length === 0 && times.length === 0) {
    faults.push(`${file}:2: there must be at least one row below the header, got none`);
  }
  if (faults.length > 0) throw new Error(`Cannot replay: ${someOf(faults)}`);
  const firstMs = name === "at_ms" ? 0 : times[0] ?? 0;
  return times.map((ms) => ms - firstMs);
}

function someOf(faults: readonly string[]): string {
  const more = faults.length - FAULTS_MAX;
  return faults.slice(0, FAULTS_MAX).join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/** Reads a file by {@linkcode parseReplay}. */
export async function readReplay(file: string): Promise<number[]> {
  return parseReplay(await Deno.readTextFile(file), file);
}

/** Records with the line that each begins on: a quoted field may run over several. */
function* recordsOf(text: string): Generator<{ fields: string[]; line: number }, undefined> {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  for (let at = 0; at < lines.length;) {
    const line = at + 1;
    let record = lines[at++] as string;
    while (quotesOpen(record) && at < lines.length) record += `\n${lines[at++]}`;
    const [fields] = parse(record, { lazyQuotes: true });
    if (fields) yield { fields, line };
  }
}

function quotesOpen(record: string): boolean {
  return record.includes('"') && (record.match(/"/g)?.length ?? 0) % 2 === 1;
}
