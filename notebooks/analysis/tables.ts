/**
 * CSV files as tables of DuckDB, under their own names: `SELECT … FROM 'orders.csv'` means the same here
 * as in any DuckDB that is started inside the folder.
 *
 * @module
 */
import { DuckDBInstance, type JS } from "@duckdb/node-api";
import type { Column, Table } from "../../experiments/run/schema.ts";
import { type CopiedFile, createCopies } from "./copies.ts";
import { askInTurn, type Question } from "./ask_in_turn.ts";
import { type ListRow, readLists } from "./lists.ts";
import { quoted } from "./quoted.ts";
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
  /**
   * Rows with lists of numbers, each read by `use` before the next: for numbers by the million.
   *
   * @param options `copy: false` parses the file for this query alone, and keeps nothing of it.
   */
  lists<T>(
    query: string,
    use: (row: ListRow) => T,
    options?: { copy?: boolean },
  ): Promise<T[]>;
  /** Frees what the tables hold. Safe to call twice. */
  close(): void;
}

const DUCKDB_TYPE: Record<Column["type"], string> = {
  string: "VARCHAR",
  integer: "BIGINT",
  number: "DOUBLE",
  boolean: "BOOLEAN",
};

/** From how many bytes on a file is large: of it those columns alone are kept in memory that queries read. */
const LARGE_BYTES_MIN = 16e6;
/** What DuckDB holds of a large file while it parses it, bytes; its own 32 MB for each core are no faster. */
const PARSE_BYTES = 4e6;

/** Answers of so many rows are kept: figures of a trial ask much that another has asked before. */
const KEPT_ROWS_MAX = 100;

/** See {@linkcode openTables}. */
export interface TablesOptions {
  /** Values of text columns that have few; saves memory where files are large. */
  texts?: Readonly<Record<string, readonly string[]>>;
  /** From how many bytes on those columns of a file alone are kept in memory that queries read. */
  largeBytesMin?: number;
}

/**
 * Opens the CSV files of a folder. What queries read of them is parsed once, and kept in memory.
 *
 * @param tables what the files are to hold; a file that is not there has no table.
 * @throws {TypeError} naming the file and the columns that are missing or unknown.
 * @example
 * ```ts
 * import { tables } from "../../experiments/run/schema.ts";
 * import { openTables } from "./tables.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const open = await openTables(tiny.path, tables);
 * assert.equal(await open.value("SELECT count(*) FROM 'orders.csv'"), 9);
 * open.close();
 * ```
 */
export async function openTables(
  folder: string,
  tables: readonly Table[],
  { texts = {}, largeBytesMin = LARGE_BYTES_MIN }: TablesOptions = {},
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
    const found = await Promise.all(tables.map((table) => findFile(folder, table, largeBytesMin)));
    const files = found.filter((file) => file !== undefined);
    const faults = files.flatMap(({ faults }) => faults);
    if (faults.length > 0) {
      throw new TypeError(
        `Cannot read ${folder}: ${faults.join("; ")}; type deno task runs check ${folder}`,
      );
    }
    for (const file of files) await connection.run(viewQuery(file));
    const copies = await createCopies(connection, files, texts);
    const answers = new Map<string, Promise<ResultRow[]>>();
    const inTurn = askInTurn(
      async <T>({ query, copy }: Question, next: readonly string[], ask: () => Promise<T>) => {
        try {
          if (!copy) return await copies.without(ask);
          await copies.prepare(query, next);
          return await ask();
        } catch (error) {
          throw unreadable(error, folder);
        }
      },
    );
    const rows = async (query: string) => {
      const asked = answers.get(query) ?? inTurn({ query, copy: true }, async () => {
        const result = await connection.runAndReadAll(query);
        return result.getRowObjectsJS().map(asResultRow);
      });
      answers.set(query, asked);
      const found = await asked.catch(() => undefined);
      if (found === undefined || found.length > KEPT_ROWS_MAX) answers.delete(query);
      return (await asked).map((row) => ({ ...row }));
    };
    return {
      folder,
      rows,
      lists: (query, use, { copy = true } = {}) =>
        inTurn({ query, copy }, () => readLists(connection, query, use)),
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

/** A file that is there. */
interface FoundFile extends CopiedFile {
  path: string;
  /** What is wrong with its header. */
  faults: string[];
}

async function findFile(
  folder: string,
  { file, columns }: Table,
  largeBytesMin: number,
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
    isLarge: first.bytes >= largeBytesMin,
    columns: header.flatMap((name) => columns.find((column) => column.name === name) ?? []),
    faults: first.names.length === 0 ? [`${file} must have a header, and is empty`] : [
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
    return { names: line === "" ? [] : line!.split(","), bytes: (await file.stat()).size };
  } finally {
    file.close();
  }
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
