/**
 * CSV files as tables of DuckDB, under their own names: `SELECT … FROM 'orders.csv'` means the same here
 * as in any DuckDB that is started inside the folder.
 *
 * @module
 */
import { DuckDBInstance, type JS } from "@duckdb/node-api";
import type { Column, Table } from "../../experiments/run/schema.ts";
import { createCopies, type LargeFile } from "./copies.ts";
import { unreadable } from "./unreadable.ts";

/** A cell as a query returns it. */
export type Value = string | number | boolean | null;

/** A row of a query's result, by column name. */
export type ResultRow = Record<string, Value>;

/** Open tables of one folder. */
export interface Tables {
  /** Absolute path. */
  readonly folder: string;
  /** All rows of a query. Whole numbers come as numbers. */
  rows(query: string): Promise<ResultRow[]>;
  /** The one value of a query of one row and one column; `undefined` where it is NULL or there is no row. */
  value(query: string): Promise<number | undefined>;
  /** Frees what the tables hold. Safe to call twice. */
  close(): void;
}

const DUCKDB_TYPE: Record<Column["type"], string> = {
  string: "VARCHAR",
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
};

/** From how many bytes on what is read of a file is kept in memory: smaller ones are parsed in no time. */
const COPY_BYTES_MIN = 16e6;
/** What DuckDB holds of a large file while it parses it, bytes; its own 32 MB for each core are no faster. */
const PARSE_BYTES = 4e6;

/** Answers of so many rows are kept: figures of a trial ask much that another has asked before. */
const KEPT_ROWS_MAX = 100;

/** See {@linkcode openTables}. */
export interface TablesOptions {
  /** Values of text columns that have few; saves memory where files are large. */
  texts?: Readonly<Record<string, readonly string[]>>;
  /** From how many bytes on a file is kept in memory as far as queries read it. */
  copyBytesMin?: number;
}

/**
 * Opens the CSV files of a folder. What queries read of a large one is parsed once, and kept in memory.
 *
 * @param tables what the files are to hold; a file that is not there has no table.
 * @throws {TypeError} naming the file and the columns that are missing or unknown.
 */
export async function openTables(
  folder: string,
  tables: readonly Table[],
  { texts = {}, copyBytesMin = COPY_BYTES_MIN }: TablesOptions = {},
): Promise<Tables> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  let open = true;
  const close = () => {
    if (!open) return;
    open = false;
    connection.closeSync();
    instance.closeSync();
  };
  try {
    const found = await Promise.all(tables.map((table) => findFile(folder, table)));
    const files = found.filter((file) => file !== undefined);
    const faults = files.flatMap(({ faults }) => faults);
    if (faults.length > 0) {
      throw new TypeError(`Cannot read ${folder}: ${faults.join("; ")}`);
    }
    for (const file of files) await connection.run(viewQuery(file));
    const large = files.filter(({ bytes }) => bytes >= copyBytesMin);
    const copies = await createCopies(connection, large, texts);
    const answers = new Map<string, ResultRow[]>();
    const rows = inTurn(async (query: string) => {
      const known = answers.get(query);
      if (known !== undefined) return known.map((row) => ({ ...row }));
      const result = await copies.prepare(query).then(() => connection.runAndReadAll(query))
        .catch((error) => Promise.reject(unreadable(error, folder)));
      const found = result.getRowObjectsJS().map(asResultRow);
      if (found.length <= KEPT_ROWS_MAX) answers.set(query, found.map((row) => ({ ...row })));
      return found;
    });
    return {
      folder,
      rows,
      async value(query) {
        const [row] = await rows(query);
        const value = row === undefined ? undefined : Object.values(row)[0];
        return typeof value === "number" ? value : undefined;
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** One call after the other, as a connection works: what is copied for a query must be there for it. */
function inTurn<T>(ask: (query: string) => Promise<T>): (query: string) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (query) => {
    const own = before.then(() => ask(query));
    before = own.catch(() => {});
    return own;
  };
}

/** A file that is there. */
interface FoundFile extends LargeFile {
  path: string;
  bytes: number;
  /** What is wrong with its header. */
  faults: string[];
}

async function findFile(
  folder: string,
  { file, columns }: Table,
): Promise<FoundFile | undefined> {
  const path = `${folder}/${file}`;
  const first = await firstLine(path);
  if (first === undefined) return undefined;
  const header = first.names;
  const missing = columns.filter(({ name }) => !header.includes(name));
  const unknown = header.filter((name) => !columns.some((column) => column.name === name));
  return {
    file,
    path,
    bytes: first.bytes,
    columns: header.flatMap((name) => columns.find((column) => column.name === name) ?? []),
    faults: [
      ...missing.map(({ name }) => `${file} must have a column ${name}`),
      ...unknown.map((name) => `${file} has a column ${name} that no table declares`),
    ],
  };
}

/** Makes a file a view. */
function viewQuery({ file, path, columns }: FoundFile): string {
  const types = columns.map(({ name, type }) => `${quoted(name)}: ${quoted(DUCKDB_TYPE[type])}`);
  return `CREATE VIEW "${file}" AS SELECT * FROM read_csv(${quoted(path)}, header = true, ` +
    `auto_detect = false, delim = ',', quote = '"', escape = '"', buffer_size = ${PARSE_BYTES}, ` +
    `columns = {${types.join(", ")}})`;
}

/** The names in a CSV file's first line, and its size; `undefined` if there is no such file. */
async function firstLine(path: string): Promise<{ names: string[]; bytes: number } | undefined> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    const bytes = new Uint8Array(64 * 1024);
    const length = await file.read(bytes) ?? 0;
    const [line] = new TextDecoder().decode(bytes.subarray(0, length)).split(/\r?\n/, 1);
    return { names: line!.split(","), bytes: (await file.stat()).size };
  } finally {
    file.close();
  }
}

/**
 * Text as an SQL literal.
 *
 * @example
 * ```ts
 * import { quoted } from "./tables.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quoted("it's"), "'it''s'");
 * ```
 */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function asResultRow(row: Record<string, JS>): ResultRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, asValue(value)]),
  );
}

function asValue(value: JS): Value {
  if (typeof value === "bigint") return Number(value);
  if (
    typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (value === null) return null;
  throw new TypeError(
    `Cannot use a query's result: cells must be plain, got ${String(value)}`,
  );
}
