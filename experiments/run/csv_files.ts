/**
 * CSV files of a run folder: cells from values by the schema, and back.
 *
 * @module
 */
import { parse, stringify } from "@std/csv";
import type { Column, Table } from "./schema.ts";

/** A value of a cell. */
export type Cell = string | number | boolean | undefined;

/** A row by column name. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The text of a cell. Milliseconds keep three decimals, other numbers six; what is missing is empty,
 * never 0.
 *
 * @throws {TypeError} if the value does not fit the column.
 */
export function formatCell(column: Column, value: unknown): string {
  if (value === undefined || value === null) {
    if (column.required) {
      throw new TypeError(`Cannot write ${column.name}: it must have a value, got ${value}`);
    }
    return "";
  }
  if (!fits(column, value)) {
    throw new TypeError(`Cannot write ${column.name}: ${valueFault(column, value)}`);
  }
  if (typeof value === "string") return value;
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return column.unit?.startsWith("ms") ? millisecondsText(value) : String(rounded(value, 1e6));
}

function rounded(value: number, scale: number): number {
  return Math.round(value * scale) / scale;
}

/** `.001` to `.999`, each without the zeros at its end. */
const THOUSANDTHS = Array.from({ length: 1000 }, (_, n) => String(n / 1000).slice(1));

/** Whole and thousandths each by itself: the shortest text of a fraction takes much longer to find. */
function millisecondsText(ms: number): string {
  const thousandths = Math.round(ms * 1000);
  if (!(thousandths >= 0 && thousandths < 1e15)) return String(rounded(ms, 1000));
  const whole = Math.floor(thousandths / 1000);
  return whole + THOUSANDTHS[thousandths - whole * 1000]!;
}

/** Whether a value fits its column; says no more, for of millions of cells nearly all do. */
function fits({ type, oneOf, minimum, maximum }: Column, value: unknown): boolean {
  if (typeof value === "number") {
    return (type === "number" || type === "integer" && Number.isInteger(value)) &&
      Number.isFinite(value) && (minimum === undefined || value >= minimum) &&
      (maximum === undefined || value <= maximum);
  }
  if (typeof value === "string") {
    return type === "string" && (oneOf === undefined || oneOf.includes(value));
  }
  return typeof value === "boolean" && type === "boolean";
}

/** Why a value does not fit its column; `undefined` if it does. */
export function valueFault(column: Column, value: unknown): string | undefined {
  if (fits(column, value)) return undefined;
  const got = `got ${JSON.stringify(value) ?? String(value)}`;
  switch (column.type) {
    case "string":
      if (typeof value !== "string") return `it must be text, ${got}`;
      if (column.oneOf !== undefined && !column.oneOf.includes(value)) {
        return `it must be one of ${column.oneOf.join(", ")}, ${got}`;
      }
      return undefined;
    case "boolean":
      return typeof value === "boolean" ? undefined : `it must be true or false, ${got}`;
    case "integer":
    case "number":
      if (typeof value !== "number" || !Number.isFinite(value)) {
        return `it must be a finite number, got ${String(value)}`;
      }
      if (column.type === "integer" && !Number.isInteger(value)) {
        return `it must be a whole number, ${got}`;
      }
      if (column.minimum !== undefined && value < column.minimum) {
        return `it must be >= ${column.minimum}, ${got}`;
      }
      if (column.maximum !== undefined && value > column.maximum) {
        return `it must be <= ${column.maximum}, ${got}`;
      }
      return undefined;
  }
}

/** The header line of a table. */
export function headerLine(table: Table): string {
  return stringify([], { columns: table.columns.map(({ name }) => name) });
}

/** The lines of rows, without a header. */
export function rowLines(table: Table, rows: Iterable<Row>): string {
  const { columns } = table;
  const lines: string[] = [];
  const cells = new Array<string>(columns.length);
  for (const row of rows) {
    for (let place = 0; place < columns.length; place++) {
      const column = columns[place]!;
      const cell = formatCell(column, row[column.name]);
      // What a column lists needs no marks, nor do numbers.
      cells[place] = column.type === "string" && !column.oneOf ? quotedIfNeeded(cell) : cell;
    }
    lines.push(cells.join(","));
  }
  lines.push("");
  return lines.join(LINE_END);
}

const LINE_END = "\r\n";

/** Most text needs no marks. */
function quotedIfNeeded(text: string): string {
  if (!/[",\r\n]/.test(text)) return text;
  return stringify([[text]], { headers: false }).slice(0, -LINE_END.length);
}

/** A row of a file, and the line it begins on. */
export interface ReadRow {
  line: number;
  values: Record<string, Cell>;
}

/** What a file holds, and what is wrong with it. */
export interface ReadTable {
  rows: ReadRow[];
  /** One sentence a fault, with file and line. */
  faults: string[];
}

/** Reads a table from CSV text, checking every cell against the schema. */
export function readTable(table: Table, text: string): ReadTable {
  let records: string[][];
  try {
    records = parse(text);
  } catch (error) {
    return { rows: [], faults: [`${table.file}: ${(error as Error).message}`] };
  }
  const header = records[0] ?? [];
  const wanted = table.columns.map(({ name }) => name);
  if (header.join() !== wanted.join()) {
    return { rows: [], faults: [`${table.file}:1: ${headerFault(wanted, header)}`] };
  }
  const faults: string[] = [];
  const rows: ReadRow[] = [];
  let line = 2;
  for (const record of records.slice(1)) {
    const where = `${table.file}:${line}`;
    if (record.length !== wanted.length) {
      faults.push(`${where}: a row must have ${wanted.length} fields, got ${record.length}`);
    } else {
      const { values, faults: cellFaults } = readCells(table, record);
      for (const fault of cellFaults) faults.push(`${where}: ${fault}`);
      rows.push({ line, values });
    }
    line += 1 + record.reduce((breaks, cell) => breaks + cell.split("\n").length - 1, 0);
  }
  return { rows, faults };
}

/** Names what is missing or too much; where neither is, the order is wrong. */
function headerFault(wanted: readonly string[], header: readonly string[]): string {
  const missing = wanted.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !wanted.includes(name));
  const parts = [
    ...(missing.length > 0 ? [`must have ${missing.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`must not have ${unknown.join(", ")}`] : []),
  ];
  return `the header ${
    parts.length > 0 ? parts.join(" and ") : `must be ${wanted}, got ${header}`
  }`;
}

function readCells(
  table: Table,
  record: readonly string[],
): { values: Record<string, Cell>; faults: string[] } {
  const values: Record<string, Cell> = {};
  const faults: string[] = [];
  table.columns.forEach((column, index) => {
    const value = parseCell(column, record[index]!);
    values[column.name] = value;
    const fault = value === undefined
      ? (column.required ? "it must have a value, got an empty field" : undefined)
      : valueFault(column, value);
    if (fault !== undefined) faults.push(`${column.name}: ${fault}`);
  });
  return { values, faults };
}

function parseCell(column: Column, text: string): Cell {
  if (text === "") return undefined;
  if (column.type === "string") return text;
  if (column.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  // Number("0x10") and Number(" 1") are numbers to JavaScript, not to a reader of CSV.
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
