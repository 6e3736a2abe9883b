/**
 * Lists of numbers out of DuckDB: millions of values, without an object for each row.
 *
 * @module
 */
import { type DuckDBConnection, DuckDBDoubleVector, DuckDBListVector } from "@duckdb/node-api";

/** A row whose cells are text, numbers, or lists of {@linkcode listOf}. */
export interface ListRow {
  /** A list; empty where it is NULL. The array is the caller's own. */
  numbers(column: string): Float64Array<ArrayBuffer>;
  /** Any other cell: NULL is `undefined`. */
  text(column: string): string | undefined;
}

/**
 * SQL of a list of numbers, an aggregate; NaN where the expression is NULL.
 *
 * @param expression SQL of a number.
 * @param orderBy SQL of the order; without it they have none, but all lists of a query the same.
 * @example
 * ```ts
 * import { listOf } from "./lists.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   listOf("drain_s", "repetition"),
 *   "list(coalesce((drain_s)::DOUBLE, 'NaN'::DOUBLE) ORDER BY repetition)",
 * );
 * ```
 */
export function listOf(expression: string, orderBy?: string): string {
  const order = orderBy === undefined ? "" : ` ORDER BY ${orderBy}`;
  return `list(coalesce((${expression})::DOUBLE, 'NaN'::DOUBLE)${order})`;
}

/**
 * Rows of a query, each read by `use` before the next.
 *
 * @throws {TypeError} if `use` asks for a column that the query has not, or as numbers for what is no list of DOUBLE;
 * and what DuckDB throws.
 * @example
 * ```ts
 * import { DuckDBInstance } from "@duckdb/node-api";
 * import { listOf, readLists } from "./lists.ts";
 * import assert from "node:assert/strict";
 *
 * const connection = await (await DuckDBInstance.create(":memory:")).connect();
 * const query = `SELECT ${listOf("n", "n")} AS n FROM range(3) AS numbers(n)`;
 * assert.deepEqual(await readLists(connection, query, (row) => row.numbers("n")), [
 *   Float64Array.of(0, 1, 2),
 * ]);
 * connection.closeSync();
 * ```
 */
export async function readLists<T>(
  connection: DuckDBConnection,
  query: string,
  use: (row: ListRow) => T,
): Promise<T[]> {
  const result = await connection.run(query);
  const names = result.columnNames();
  const read: T[] = [];
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) {
    const vectors = names.map((_, index) => chunk!.getColumnVector(index));
    const vectorOf = (column: string) => {
      const vector = vectors[names.indexOf(column)];
      if (vector !== undefined) return vector;
      throw new TypeError(
        `Cannot read ${column}: the query must have this column; it has ${names}`,
      );
    };
    for (let row = 0; row < chunk.rowCount; row++) {
      read.push(use({
        numbers(column) {
          const lists = vectorOf(column);
          const list = lists instanceof DuckDBListVector ? lists.getItemVector(row) : undefined;
          if (list === null) return new Float64Array();
          // All of a list's memory at once: value by value a million takes 20 ms.
          if (list instanceof DuckDBDoubleVector) return new Float64Array(list["items"]);
          throw new TypeError(`Cannot read ${column}: it must be a list of DOUBLE`);
        },
        text(column) {
          const value = vectorOf(column).getItem(row);
          return value === null ? undefined : String(value);
        },
      }));
    }
  }
  return read;
}
