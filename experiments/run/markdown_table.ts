/**
 * A table in Markdown.
 *
 * @module
 */

/**
 * Lines of a table, padded as `deno fmt` leaves it.
 *
 * @example
 * ```ts
 * import { markdownTable } from "./markdown_table.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(markdownTable(["name", "value"], [["`a`", "b | c"]]), [
 *   "| name | value  |",
 *   "| ---- | ------ |",
 *   "| `a`  | b \\| c |",
 * ]);
 * ```
 */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = header.map((_, column) => Math.max(3, ...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  const [first, ...others] = cells.map(line);
  return [first!, `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others];
}
