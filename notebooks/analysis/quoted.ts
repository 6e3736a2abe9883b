/**
 * Values in SQL.
 *
 * @module
 */

/**
 * Text as an SQL literal.
 *
 * @example
 * ```ts
 * import { quoted } from "./quoted.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(quoted("it's"), "'it''s'");
 * ```
 */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
