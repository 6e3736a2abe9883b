/**
 * A check of notebooks, for people and for programs.
 *
 * @module
 */
import { countedText, countText, secondsText, timeLeftText } from "../../experiments/run/format.ts";
import { textTable } from "../../experiments/run/table.ts";
import type { CheckResult } from "./check.ts";
import { UPDATE_ADVICE } from "./claims_file.ts";
import type { NotebookProgress } from "./execute_notebooks.ts";

/** The result for people: the notebooks, what is wrong, and a verdict as the last line. */
export function checkScreen(result: CheckResult, seconds: number): string {
  const { notebooks, claims, faults, onlyClaims, updated } = result;
  const columns = ["notebook", "claims", "charts", "tables", "took"].map((header, index) => ({
    header,
    align: index === 0 ? "left" as const : "right" as const,
  }));
  const rows = notebooks.map(({ notebook, published: { claims, charts, tables }, durationS }) => [
    notebook,
    ...[claims, charts, tables].map(({ length }) => countText(length)),
    secondsText(durationS),
  ]);
  const verdict = faults.length > 0
    ? `${countText(faults.length)} wrong`
    : `${countText(claims.length)} claims ${updated ? "written to" : "as in"} claims.json`;
  return [
    ...textTable(columns, rows),
    "",
    ...faults.map((fault) => `  ${fault.replaceAll("\n", "\n    ")}`),
    ...(onlyClaims ? [`    ${UPDATE_ADVICE}`] : []),
    ...(faults.length > 0 ? [""] : []),
    `${countedText(notebooks.length, "notebook")} in ${secondsText(seconds)} · ${verdict}`,
  ].join("\n");
}

/** The result as one JSON document. */
export function checkJson({ notebooks, claims, faults, updated }: CheckResult): string {
  return JSON.stringify({
    ok: faults.length === 0,
    updated,
    faults,
    notebooks: notebooks.map(({ notebook, published, faults, durationS }) => ({
      notebook,
      duration_s: durationS,
      claims: published.claims.length,
      charts: published.charts.length,
      tables: published.tables.length,
      answer: published.answers[0]?.text ?? null,
      faults,
    })),
    claims,
  });
}

/** See {@linkcode progressWords}. */
export interface CheckProgress {
  update(progress: NotebookProgress): void;
  /** One line: what runs, how much is done, and how long the rest takes if its cells are like those done. */
  words(): string;
}

/**
 * How far a check is.
 *
 * @param now seconds.
 * @example
 * ```ts
 * import { checkProgress } from "./check_screen.ts";
 * import assert from "node:assert/strict";
 *
 * let nowS = 0;
 * const progress = checkProgress(() => nowS);
 * progress.update({ notebook: "1_wait", state: "waiting", done: 0, cells: 8 });
 * nowS = 3;
 * progress.update({ notebook: "1_wait", state: "running", done: 2, cells: 8 });
 * assert.equal(progress.words(), "2 of 8 cells, 9 s left: 1_wait");
 * ```
 */
export function checkProgress(now = () => performance.now() / 1_000): CheckProgress {
  const startedAtS = now();
  const all = new Map<string, NotebookProgress>();
  return {
    update(progress) {
      all.set(progress.notebook, progress);
    },
    words() {
      const notebooks = [...all.values()];
      // Cells after an error are not executed.
      const total = sum(
        notebooks.map(({ state, done, cells }) => state === "failed" ? done : cells),
      );
      const done = sum(notebooks.map(({ done }) => done));
      const running = notebooks.filter(({ state }) => state === "running")
        .map(({ notebook }) => notebook);
      const left = timeLeftText(now() - startedAtS, done, total);
      const names = running.length === 0 ? "" : `: ${running.join(", ")}`;
      return `${done} of ${total} cells${left}${names}`;
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
