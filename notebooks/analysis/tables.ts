/**
 * CSV files as tables of DuckDB, under their own names: `SELECT … FROM 'orders.csv'` means the same here
 * as in any DuckDB that is started inside the folder.
 *
 * @module
 */
import { type DuckDBConnection, DuckDBInstance, type JS } from "@duckdb/node-api";
import type { Column, Table } from "../../experiments/run/schema.ts";

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

/**
 * Opens the CSV files of a folder.
 *
 * @param tables what the files are to hold; a file that is not there has no table.
 * @throws {TypeError} naming the file and the columns that are missing or unknown.
 */
export async function openTables(
  folder: string,
  tables: readonly Table[],
): Promise<Tables> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  let open = true;
  const opened: Tables = {
    folder,
    rows: async (query) =>
      (await connection.runAndReadAll(query)).getRowObjectsJS().map(
        asResultRow,
      ),
    async value(query) {
      const [row] = await opened.rows(query);
      const value = row === undefined ? undefined : Object.values(row)[0];
      return typeof value === "number" ? value : undefined;
    },
    close() {
      if (!open) return;
      open = false;
      connection.closeSync();
      instance.closeSync();
    },
  };
  try {
    const faults: string[] = [];
    for (const table of tables) {
      faults.push(...await openTable(connection, folder, table));
    }
    if (faults.length > 0) {
      throw new TypeError(`Cannot read ${folder}: ${faults.join("; ")}`);
    }
    return opened;
  } catch (error) {
    opened.close();
    throw error;
  }
}

/** Makes one file a view; returns what is wrong with its header. */
async function openTable(
  connection: DuckDBConnection,
  folder: string,
  { file, columns }: Table,
): Promise<string[]> {
  const path = `${folder}/${file}`;
  const header = await headerOf(path);
  if (header === undefined) return [];
  const missing = columns.filter(({ name }) => !header.includes(name)).map((
    { name },
  ) => name);
  const unknown = header.filter((name) => !columns.some((column) => column.name === name));
  if (missing.length + unknown.length > 0) {
    return [
      ...missing.map((name) => `${file} must have a column ${name}`),
      ...unknown.map((name) => `${file} has a column ${name} that no table declares`),
    ];
  }
  const typeOf = new Map(
    columns.map(({ name, type }) => [name, DUCKDB_TYPE[type]]),
  );
  const types = header.map((name) => `${quoted(name)}: ${quoted(typeOf.get(name)!)}`).join(", ");
  await connection.run(
    `CREATE VIEW "${file}" AS SELECT * FROM read_csv(${quoted(path)}, header = true, ` +
      `auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${types}})`,
  );
  return [];
}

/** The names in a CSV file's first line; `undefined` if there is no such file. */
async function headerOf(path: string): Promise<string[] | undefined> {
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
    return new TextDecoder().decode(bytes.subarray(0, length)).split(
      /\r?\n/,
      1,
    )[0]!.split(",");
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
