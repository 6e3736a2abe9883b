/**
 * Marks of data in a drawn chart: what was drawn, held against what was to be drawn.
 *
 * @module
 */

/**
 * Counts the elements in each group of marks, as a browser does by `.ledger_marks > *`.
 *
 * @param svg as Vega writes it: a group of marks holds elements only.
 * @returns elements by the class that ends in `_marks`; layers without a name are left out.
 * @example
 * ```ts
 * import { countMarks } from "./mark_count.ts";
 * import assert from "node:assert/strict";
 *
 * const svg = `<g class="mark-symbol role-mark peak_marks"><path d=""/><path d=""/></g>`;
 * assert.deepEqual(countMarks(svg), { peak_marks: 2 });
 * ```
 */
export function countMarks(svg: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const open: (string | undefined)[] = [];
  for (const [, end, , attributes = "", alone] of svg.matchAll(ELEMENT)) {
    if (end === "/") {
      open.pop();
      continue;
    }
    const parent = open.at(-1);
    if (parent !== undefined) counts[parent]! += 1;
    const own = /class="[^"]*\b([a-z0-9_]+_marks)\b/.exec(attributes)?.[1];
    const name = own !== undefined && !own.startsWith("layer_") ? own : undefined;
    if (name !== undefined) counts[name] ??= 0;
    if (alone !== "/") open.push(name);
  }
  return counts;
}

const ELEMENT = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g;
