/**
 * Copies in memory of what queries read of large files, so that these are parsed once and not by each query.
 *
 * @module
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { z } from "zod";
import type { Column } from "../../experiments/run/schema.ts";

/** A large file, which has a view in schema `main` under its own name. */
export interface LargeFile {
  file: string;
  columns: readonly Column[];
}

/** See {@linkcode createCopies}. */
export interface Copies {
  /** Copies what a query reads of the files, unless that was done before. One call at a time. */
  prepare(query: string): Promise<void>;
}

/**
 * Copies of large files on a connection, none at first. A copy has the file's name, and the columns that queries have
 * read so far: a query that reads others makes it anew.
 *
 * @param texts the values that text columns have, where they are few and known: kept as numbers.
 */
export async function createCopies(
  connection: DuckDBConnection,
  files: readonly LargeFile[],
  texts: Readonly<Record<string, readonly string[]>>,
): Promise<Copies> {
  const copied = new Map(files.map(({ file }) => [file, new Set<string>()]));
  if (files.length > 0) await connection.run("CREATE SCHEMA copies");

  async function copy({ file, columns }: LargeFile): Promise<void> {
    const names = copied.get(file)!;
    const wanted = columns.filter(({ name }) => names.has(name));
    const make = (cell: (column: Column) => string) =>
      connection.run(
        `CREATE TABLE copies."${file}" AS SELECT ${wanted.map(cell).join(", ")} ` +
          `FROM main."${file}"`,
      );
    await connection.run(`DROP TABLE IF EXISTS copies."${file}"`);
    const few = ({ name, oneOf = texts[name] }: Column) =>
      oneOf === undefined ? name : `${name}::${enumOf(oneOf)} AS ${name}`;
    // Rows of a table have no order; to keep the file's takes a quarter more time.
    await connection.run("SET preserve_insertion_order = false");
    // A file that was changed by hand may have other values than it should.
    await make(few).catch(() => make(({ name }) => name))
      .finally(() => connection.run("SET preserve_insertion_order = true"));
  }

  return {
    async prepare(query) {
      const named = files.filter(({ file }) => query.includes(file));
      if (named.length === 0) return;
      await connection.run("SET search_path = 'main'");
      const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${query}`);
      const read = columnsRead(JSON.parse(String(plan.getRowsJS()[0]![1])));
      for (const each of named) {
        const names = copied.get(each.file)!;
        const before = names.size;
        for (const { name } of each.columns) if (read.has(name)) names.add(name);
        if (names.size > before) await copy(each);
      }
      await connection.run("SET search_path = 'copies,main'");
    },
  };
}

/** In the order of text, so that an order by such a column is the same. */
function enumOf(values: readonly string[]): string {
  const literals = [...values].sort().map((value) => `'${value.replaceAll("'", "''")}'`);
  return `ENUM(${literals.join(", ")})`;
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
