/**
 * Rows that are made as they are read: of a million, objects would take half a gigabyte.
 *
 * @module
 */

/** A list of rows to be read, in order or by place. Every array is one. */
export interface Rows<T> extends Iterable<T> {
  readonly length: number;
  /** The row at `index`, from 0; undefined beyond the end. Each call may make it anew. */
  at(index: number): T | undefined;
}

/**
 * Rows that `make` makes.
 *
 * @param length how many there are, asked whenever somebody wants to know.
 * @example
 * ```ts
 * import { rowsMadeBy } from "./rows.ts";
 * import assert from "node:assert/strict";
 *
 * const squares = rowsMadeBy(() => 3, (index) => index ** 2);
 * assert.deepEqual([...squares], [0, 1, 4]);
 * assert.equal(squares.at(3), undefined);
 * ```
 */
export function rowsMadeBy<T>(length: () => number, make: (index: number) => T): Rows<T> {
  return {
    get length() {
      return length();
    },
    at: (index) => index >= 0 && index < length() ? make(index) : undefined,
    *[Symbol.iterator]() {
      for (let index = 0; index < length(); index++) yield make(index);
    },
  };
}

/** The rows for which `holds`, in a list. */
export function rowsWhere<T>(rows: Rows<T>, holds: (row: T) => boolean): T[] {
  const found: T[] = [];
  for (const row of rows) if (holds(row)) found.push(row);
  return found;
}

/** Rows as records by column name: interfaces are none to the type checker; their fields are what a schema names. */
export function recordsOf<T extends object>(rows: Rows<T>): Rows<Record<string, unknown>> {
  return rows as Rows<object> as Rows<Record<string, unknown>>;
}
