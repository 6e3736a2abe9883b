/**
 * Copies in memory of what queries read of files, so that these are parsed once and not by each query.
 *
 * @module
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Column } from "../../experiments/run/schema.ts";
import { quoted } from "./quoted.ts";

/** A file, which has a view in schema `main` under its own name. */
export interface CopiedFile {
  file: string;
  columns: readonly Column[];
  /** Of a large file those columns alone are copied that queries read. */
  isLarge: boolean;
}

/** See {@linkcode createCopies}. */
export interface Copies {
  /**
   * Copies what a query reads of the files, unless that was done before. One call at a time.
   *
   * @param next queries that wait to be asked after it: what they read is copied with it, in one reading of the file.
   */
  prepare(query: string, next?: readonly string[]): Promise<void>;
  /** Asks the files themselves. */
  without<T>(ask: () => Promise<T>): Promise<T>;
}

/**
 * Copies of files on a connection, none at first. A copy has the file's name; that of a large file has the columns
 * that queries have read so far, and a query that reads others makes it anew.
 *
 * @param texts the values that text columns of large files have, where they are few and known: kept as numbers.
 */
export async function createCopies(
  connection: DuckDBConnection,
  files: readonly CopiedFile[],
  texts: Readonly<Record<string, readonly string[]>>,
): Promise<Copies> {
  const copied = new Map(files.map(({ file }) => [file, new Set<string>()]));
  const prepared = new Set<string>();
  await connection.run("CREATE SCHEMA copies");
  await connection.run("SET search_path = 'copies,main'");

  async function make(file: string, cells: string): Promise<void> {
    await connection.run(`CREATE TABLE copies."${file}" AS SELECT ${cells} FROM main."${file}"`);
  }

  async function copyWhole({ file, columns }: CopiedFile): Promise<void> {
    const names = copied.get(file)!;
    if (names.size > 0) return;
    for (const { name } of columns) names.add(name);
    await make(file, "*");
  }

  async function copyColumns({ file, columns }: CopiedFile): Promise<void> {
    const names = copied.get(file)!;
    const wanted = columns.filter(({ name }) => names.has(name));
    await connection.run(`DROP TABLE IF EXISTS copies."${file}"`);
    const few = ({ name, oneOf = texts[name] }: Column) =>
      oneOf === undefined ? name : `${name}::${enumOf(oneOf)} AS ${name}`;
    // Rows of a table have no order; to keep the file's takes a quarter more time.
    await connection.run("SET preserve_insertion_order = false");
    // A file that was changed by hand may have other values than it should.
    await make(file, wanted.map(few).join(", "))
      .catch(() => make(file, wanted.map(({ name }) => name).join(", ")))
      .finally(() => connection.run("SET preserve_insertion_order = true"));
  }

  async function without<T>(ask: () => Promise<T>): Promise<T> {
    await connection.run("SET search_path = 'main'");
    try {
      return await ask();
    } finally {
      await connection.run("SET search_path = 'copies,main'");
    }
  }

  async function columnsOf(query: string): Promise<Set<string>> {
    const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${query}`);
    return columnsRead(JSON.parse(String(plan.getRowsJS()[0]![1])));
  }

  return {
    async prepare(query, next = []) {
      const named = files.filter(({ file }) => query.includes(file));
      for (const file of named) if (!file.isLarge) await copyWhole(file);
      const large = named.filter(({ isLarge }) => isLarge);
      if (large.length === 0 || prepared.has(query)) return;
      await without(async () => {
        const read = await columnsOf(query);
        const alike = next.filter((one) => large.some(({ file }) => one.includes(file)));
        for (const one of alike) {
          // One that is wrong, or reads what is yet to be made, is told so in its turn.
          for (const name of await columnsOf(one).catch(() => [])) read.add(name);
        }
        for (const each of large) {
          const names = copied.get(each.file)!;
          const before = names.size;
          for (const { name } of each.columns) if (read.has(name)) names.add(name);
          if (names.size > before) await copyColumns(each);
        }
        prepared.add(query);
      });
    },
    without,
  };
}

/** In the order of text, so that an order by such a column is the same. */
function enumOf(values: readonly string[]): string {
  return `ENUM(${[...values].sort().map(quoted).join(", ")})`;
}

const names = z.union([z.string().transform((name) => [name]), z.array(z.string())]);

const planNode = z.object({
  name: z.string(),
  get children() {
    return z.array(planNode);
  },
  extra_info: z.object({ Projections: names.default([]) }),
});

/** Columns that a plan reads from CSV files. Source: DuckDB's `EXPLAIN (FORMAT json)`. */
function columnsRead(plan: unknown): Set<string> {
  const read = new Set<string>();
  const visit = (nodes: z.infer<typeof planNode>[]) => {
    for (const { name, children, extra_info } of nodes) {
      if (name.trim() === "READ_CSV") extra_info.Projections.forEach((each) => read.add(each));
      visit(children);
    }
  };
  visit(z.array(planNode).parse(plan));
  return read;
}
