/**
 * A table of text for the terminal.
 *
 * @module
 */

/** See {@linkcode textTable}. */
export interface TextColumn {
  header: string;
  /** Default `right`. */
  align?: "left" | "right";
}

/**
 * Lines of a table with aligned columns, two spaces apart and indented by two.
 *
 * @example
 * ```ts
 * import { textTable } from "./table.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(
 *   textTable([{ header: "trial", align: "left" }, { header: "lost" }], [["a", "0"], ["long", "12"]]),
 *   ["  trial  lost", "  a         0", "  long     12"],
 * );
 * ```
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): string[] {
  const widths = columns.map(({ header }, index) =>
    Math.max(header.length, ...rows.map((row) => (row[index] ?? "").length))
  );
  const line = (cells: readonly string[]) =>
    "  " +
    cells.map((cell, index) =>
      columns[index]?.align === "left" ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)
    ).join("  ").trimEnd();
  return [columns.map(({ header }) => header), ...rows].map(line);
}
