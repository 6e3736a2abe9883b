/**
 * One column of numbers from a CSV file that a user has made.
 *
 * @module
 */
import { parse } from "@std/csv";

/** Faults named at once; a file of the wrong kind has one a line. */
const FAULTS_MAX = 10;

/** What is to be read. */
export interface NumbersWanted {
  /** What cannot be done where a fault is found: `replay`. */
  action: string;
  /** Named in errors. */
  file: string;
  /** Names that the column may have; the first that is there is read. */
  columns: readonly string[];
  /** What a number must be beyond finite and >= 0, said after the column's name; nothing where it is. */
  fault?(number: number, before: number | undefined): string | undefined;
}

/**
 * Reads numbers >= 0 from CSV text with a header.
 *
 * @returns at least one number, and the name of their column.
 * @throws {Error} naming file and line of every fault, the first ten.
 * @example
 * ```ts
 * import { parseNumbers } from "./csv_numbers.ts";
 * import assert from "node:assert/strict";
 *
 * const wanted = { action: "draw payments", file: "paid.csv", columns: ["payment_ms"] };
 * assert.deepEqual(parseNumbers("id,payment_ms\no1,12\n", wanted).numbers, [12]);
 * assert.throws(() => parseNumbers("payment_ms\nsoon\n", wanted), {
 *   message:
 *     'Cannot draw payments: paid.csv:2: payment_ms must be a finite number >= 0, got "soon"',
 * });
 * ```
 */
export function parseNumbers(
  text: string,
  { action, file, columns, fault = () => undefined }: NumbersWanted,
): { column: string; numbers: number[] } {
  const records = recordsOf(text);
  const header = records.next().value?.fields ?? [];
  const column = columns.find((name) => header.includes(name));
  if (column === undefined) {
    throw new Error(
      `Cannot ${action}: ${file}:1: the header must have a column ${columns.join(" or ")}, got ${
        JSON.stringify(header.join(","))
      }`,
    );
  }
  const place = header.indexOf(column);
  const numbers: number[] = [];
  const faults: string[] = [];
  for (const { fields, line } of records) {
    const field = fields[place] ?? "";
    const number = field.trim() === "" ? NaN : Number(field);
    const rule = Number.isFinite(number) && number >= 0
      ? fault(number, numbers.at(-1))
      : `must be a finite number >= 0, got ${JSON.stringify(field)}`;
    if (rule === undefined) numbers.push(number);
    else faults.push(`${file}:${line}: ${column} ${rule}`);
  }
  if (faults.length === 0 && numbers.length === 0) {
    faults.push(`${file}:2: there must be at least one row below the header, got none`);
  }
  if (faults.length > 0) throw new Error(`Cannot ${action}: ${someOf(faults)}`);
  return { column, numbers };
}

/**
 * Reads a file by {@linkcode parseNumbers}; a file that cannot be read is a fault like any other.
 *
 * @throws {Error}
 */
export function readNumbers(wanted: NumbersWanted): { column: string; numbers: number[] } {
  let text: string;
  try {
    text = Deno.readTextFileSync(wanted.file);
  } catch (error) {
    throw new Error(`Cannot ${wanted.action}: ${wanted.file}: ${(error as Error).message}`);
  }
  return parseNumbers(text, wanted);
}

function someOf(faults: readonly string[]): string {
  const more = faults.length - FAULTS_MAX;
  return faults.slice(0, FAULTS_MAX).join("; ") + (more > 0 ? `; and ${more} more` : "");
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
