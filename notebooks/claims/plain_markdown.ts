/**
 * Text within Markdown, as notebooks and report show it.
 *
 * @module
 */

/**
 * A text that Markdown takes for nothing but text, in one line.
 *
 * @example
 * ```ts
 * import { plain } from "./plain_markdown.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(plain("a|b <i> [x]\n*y*"), "a\\|b \\<i> \\[x\\] \\*y\\*");
 * ```
 */
export function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<&|~$]|:(?=\/\/)/g, "\\$&");
}
