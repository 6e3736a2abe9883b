/**
 * What a notebook published, gathered from the outputs of its cells.
 *
 * @module
 */
import type { z } from "zod";
import type { Chart } from "../charts/chart.ts";
import type { Claim } from "../claims/claim.ts";
import { type Answer, MEDIA_TYPE, type ResultTable } from "../claims/publish.ts";
import { addClaim } from "./claim_set.ts";
import type { CellOutputs } from "./execute_notebook.ts";
import { issuesText } from "./issues_text.ts";
import { answerSchema, chartSchema, claimSchema, tableSchema } from "./published_schema.ts";

/** What one notebook published, in order. */
export interface Published {
  /** Name of the notebook. */
  notebook: string;
  /** Each id once. */
  claims: Claim[];
  charts: Chart[];
  tables: ResultTable[];
  answers: Answer[];
}

/**
 * Gathers what the cells of a notebook published.
 *
 * @returns it, and what is wrong with it, cell by cell; what is wrong is left out.
 * @example
 * ```ts
 * import { publishedBy } from "./published.ts";
 * import assert from "node:assert/strict";
 *
 * const answer = { text: "Workers.", claims: [] };
 * const data = { "application/vnd.spillway.answer+json": answer };
 * const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
 * const { published, faults } = publishedBy("1_wait", [{ cell: 2, outputs }]);
 * assert.deepEqual([published.answers, faults], [[answer], []]);
 * ```
 */
export function publishedBy(
  notebook: string,
  cells: readonly CellOutputs[],
): { published: Published; faults: string[] } {
  const published: Published = { notebook, claims: [], charts: [], tables: [], answers: [] };
  const faults: string[] = [];
  for (const { cell, outputs } of cells) {
    for (const output of outputs) {
      if (output.output_type !== "display_data") continue;
      for (const fault of take(output.data, published)) faults.push(`cell ${cell}: ${fault}`);
    }
  }
  return { published, faults };
}

/** Adds one output to what is published; returns what is wrong with it. */
function take(data: Record<string, unknown>, published: Published): string[] {
  const faults: string[] = [];
  function read<T>(kind: keyof typeof MEDIA_TYPE, schema: z.ZodType<T>, use: (value: T) => void) {
    if (!(MEDIA_TYPE[kind] in data)) return;
    const parsed = schema.safeParse(data[MEDIA_TYPE[kind]]);
    if (parsed.success) use(parsed.data);
    else faults.push(`${kind}: ${issuesText(parsed.error)}`);
  }
  read("claim", claimSchema, (claim) => faults.push(...addClaim(claim, published.claims)));
  read("chart", chartSchema, (chart) => published.charts.push(chart));
  read("table", tableSchema, (table) => published.tables.push(table));
  read("answer", answerSchema, (answer) => published.answers.push(answer));
  return faults;
}
