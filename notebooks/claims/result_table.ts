/**
 * Tables of results, whose cells are text and claims.
 *
 * @module
 */
import type { Claim } from "./claim.ts";
import type { Sentence } from "./sentence.ts";

/** What a table's cell holds: text, a claim, or a sentence with claims. */
export type Cell = string | Claim | Sentence;

/** A cell as a sentence. */
export function sentenceOf(cell: Cell): Sentence {
  return isSentence(cell) ? cell : [cell];
}

function isSentence(cell: Cell): cell is Sentence {
  return Array.isArray(cell);
}

/** A table of results. */
export interface ResultTable {
  /** Lower-case letters, digits and `-`. */
  id: string;
  /** The finding. */
  title: string;
  columns: readonly { header: string; align?: "left" | "right" }[];
  rows: readonly (readonly Cell[])[];
}

/**
 * The claims in a table's cells, in sentences too, each once.
 *
 * @example
 * ```ts
 * import { claimOf } from "./claim.ts";
 * import { claimsIn } from "./result_table.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "a.ts", reason: "agreed on" } as const;
 * const slots = claimOf("phase5.slots", { value: 5, unit: "slots", source });
 * const columns = [{ header: "what" }, { header: "value" }];
 * const rows = [["slots", slots], ["twice", ["2 × ", slots]]] as const;
 * assert.deepEqual(claimsIn({ id: "settings", title: "What is set", columns, rows }), [slots]);
 * ```
 */
export function claimsIn({ rows }: ResultTable): Claim[] {
  const claims = rows.flat().flatMap(sentenceOf).filter((part) => typeof part !== "string");
  return [...new Map(claims.map((claim) => [claim.id, claim])).values()];
}
