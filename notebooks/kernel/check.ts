/**
 * `deno task notebook --check`: every notebook, executed on the committed example data, must end, answer
 * its question, show a chart, and make the claims of `claims.json`.
 *
 * @module
 */
import type { Claim } from "../claims/claim.ts";
import { claimFaults, CLAIMS_FILE, claimsText, readClaims } from "./claims_file.ts";
import {
  claimsOf,
  type ExecutedNotebook,
  executeNotebooks,
  type NotebookProgress,
} from "./execute_notebooks.ts";
import type { Published } from "./published.ts";

/** What a check has found. */
export interface CheckResult {
  notebooks: readonly ExecutedNotebook[];
  /** By id. */
  claims: readonly Claim[];
  /** All that is wrong, each naming its notebook or claim. */
  faults: readonly string[];
  /** Whether only `claims.json` does not agree, which `--update` would remake. */
  onlyClaims: boolean;
  /** Whether `claims.json` was written. */
  updated: boolean;
}

/** See {@linkcode checkNotebooks}. */
export interface CheckOptions {
  /** Paths; default: all, and then `claims.json` may hold no claim that none of them makes. */
  notebooks?: readonly string[];
  /** Writes `claims.json`, if nothing else is wrong. */
  update: boolean;
  claimsFile?: string;
  cellTimeoutS?: number;
  onProgress?: (progress: NotebookProgress) => void;
  signal?: AbortSignal;
}

/** Executes notebooks on `data/example/`, whatever runs there are, and judges them. */
export async function checkNotebooks(
  { update, claimsFile = CLAIMS_FILE, ...options }: CheckOptions,
): Promise<CheckResult> {
  const committed = update ? [] : await readClaims(claimsFile);
  const notebooks = await executeNotebooks({
    ...options,
    environment: { SPILLWAY_DATA: "example" },
  });
  const { claims, faults: contradictions } = claimsOf(notebooks);
  const faults = [...notebooks.flatMap(notebookFaults), ...contradictions];
  if (notebooks.length === 0) faults.push("there must be a notebook in notebooks/, got none");
  const sound = faults.length === 0;
  if (update && sound) await Deno.writeTextFile(claimsFile, claimsText(claims));
  // A notebook that stopped early has not said all: what it left out is no news.
  if (!update) faults.push(...claimFaults(committed, claims, sound && !options.notebooks));
  return {
    notebooks,
    claims,
    faults,
    onlyClaims: sound && faults.length > 0,
    updated: update && sound,
  };
}

function notebookFaults({ notebook, published, faults }: ExecutedNotebook): string[] {
  // A notebook that stopped early lacks what comes later.
  const all = faults.length > 0 ? faults : incompleteness(published);
  return all.map((fault) => `${notebook}: ${fault}`);
}

/**
 * What a notebook owes its reader.
 *
 * @example
 * ```ts
 * import { incompleteness } from "./check.ts";
 * import assert from "node:assert/strict";
 *
 * const nothing = { notebook: "1_wait", claims: [], charts: [], tables: [], answers: [] };
 * assert.deepEqual(incompleteness(nothing), [
 *   "it must show a chart, got none",
 *   "it must answer once, got 0 answers",
 * ]);
 * ```
 */
export function incompleteness({ charts, answers }: Published): string[] {
  return [
    ...(charts.length > 0 ? [] : ["it must show a chart, got none"]),
    ...(answers.length === 1 ? [] : [`it must answer once, got ${answers.length} answers`]),
  ];
}
