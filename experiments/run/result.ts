/**
 * The end of a run as the user reads it: table, answer, conservation.
 *
 * @module
 */
import type { Experiment, ExperimentPlan, ResultColumn } from "../catalog/definition.ts";
import { countText } from "./format.ts";
import { hasLedger, type SummaryRow } from "./summary.ts";
import { textTable } from "./table.ts";

/** Most rows of a table on the terminal. */
const ROWS_MAX = 40;

/** Whether a trial accounts for every order and drained. */
function isSound(row: SummaryRow): boolean {
  return row.state === "completed";
}

/** Table, one sentence with the answer, and how many trials account for every order. */
export function resultLines(
  experiment: Experiment,
  plan: ExperimentPlan,
  rows: readonly SummaryRow[],
): string[] {
  const planOf = new Map(plan.trials.map((trial) => [trial.trial, trial]));
  const repeated = rows.some((row) => row.repetition > 1);
  const ordered = inPlanOrder(plan, rows);
  const columns: ResultColumn[] = [
    ...experiment.columns.slice(0, 1),
    ...(repeated ? [{ header: "rep", cell: (row: SummaryRow) => String(row.repetition) }] : []),
    ...experiment.columns.slice(1),
  ];
  const shown = shownRows(ordered);
  const cells = shown.map((row) =>
    columns.map(({ cell, byLedger }) =>
      byLedger && !hasLedger(row) ? "–" : cell(row, planOf.get(row.trial)!)
    )
  );
  // A row that was read from its file has no text where there is no mark.
  const marked = shown.filter((row) => (row.marks ?? "") !== "" || row.state !== "completed");
  return [
    ...textTable(columns, cells),
    ...(shown.length === ordered.length
      ? []
      : [`  … and ${countText(ordered.length - shown.length)} rows more in summary.csv`]),
    "",
    ...marked.map((row) =>
      `  ${row.trial}${repeated ? ` repetition ${row.repetition}` : ""}: ${
        [row.state === "completed" ? [] : row.state, row.marks || []].flat().join("; ")
      }`
    ),
    `  ${experiment.answer(ordered)}`,
    accountLine(rows),
  ];
}

/** How many trials account for every order, and what became of those that are not paid once. */
function accountLine(rows: readonly SummaryRow[]): string {
  const { known = [], unknown = [] } = Object.groupBy(
    rows,
    (row) => hasLedger(row) ? "known" : "unknown",
  );
  const total = (of: readonly SummaryRow[], name: "lost" | "duplicated" | "outstanding") =>
    of.reduce((sum, row) => sum + row[name], 0);
  const accounted = known.filter((row) => row.lost === 0 && row.state !== "failed").length;
  const left = (count: number, words: string) =>
    count === 0 ? [] : [`${countText(count)} ${words}`];
  return "  " + [
    `${accounted} of ${rows.length} trials account for every order`,
    ...(unknown.length > 0 && known.length === 0 ? [] : [
      `${countText(total(known, "lost"))} lost`,
      `${countText(total(known, "duplicated"))} paid twice`,
    ]),
    ...left(total(known, "outstanding"), "still queued"),
    ...left(total(unknown, "outstanding"), "accepted, and nothing known of their end"),
  ].join(" · ");
}

/** Of more rows than anybody reads: first those that are not sound, then others, in their order. */
function shownRows(rows: readonly SummaryRow[]): readonly SummaryRow[] {
  if (rows.length <= ROWS_MAX) return rows;
  const first = [...rows.filter((row) => !isSound(row)), ...rows.filter(isSound)]
    .slice(0, ROWS_MAX);
  const chosen = new Set(first);
  return rows.filter((row) => chosen.has(row));
}

/** Rows as the plan has its trials, whatever order they ended in. */
export function inPlanOrder(plan: ExperimentPlan, rows: readonly SummaryRow[]): SummaryRow[] {
  const place = new Map(plan.trials.map(({ trial }, index) => [trial, index]));
  return [...rows].sort((a, b) =>
    place.get(a.trial)! - place.get(b.trial)! || a.repetition - b.repetition
  );
}
