/**
 * A comparison as people read it: in the terminal, and in a pull request.
 *
 * @module
 */
import { significant } from "../run/format.ts";
import { markdownTable } from "../run/markdown_table.ts";
import { textTable } from "../run/table.ts";
import { cliffsDeltaWord } from "../../notebooks/analysis/statistics/mod.ts";
import type { ColumnComparison, RunComparison, TrialComparison, Verdict } from "./compare_runs.ts";
import { type LimitFailure, signed } from "./fail_if.ts";

const HEADER = ["trial", "column", "A", "B", "difference", "%", "95 %", "effect", "verdict"];
const LEFT = ["trial", "column", "verdict"];

/** Lines for the terminal. */
export function comparisonLines(comparison: RunComparison): string[] {
  const columns = HEADER.map((header) => ({
    header,
    align: LEFT.includes(header) ? "left" as const : "right" as const,
  }));
  return [
    `  A  ${comparison.a}`,
    `  B  ${comparison.b}`,
    "",
    ...textTable(columns, rowsOf(comparison)),
    "",
    `  ${answerOf(comparison)}`,
    ...remarksOf(comparison).map((remark) => `  ${remark}`),
  ];
}

/** A section for a pull request. */
export function comparisonMarkdown(
  comparison: RunComparison,
  failures: readonly LimitFailure[],
): string[] {
  return [
    `**${answerOf(comparison)}**`,
    "",
    ...failures.map((failure) => `- ${failureText(failure)}`),
    ...(failures.length > 0 ? [""] : []),
    `A is \`${comparison.a}\`, B is \`${comparison.b}\`.`,
    "",
    ...markdownTable(HEADER, rowsOf(comparison)),
    "",
    ...remarksOf(comparison).map((remark) => `- ${remark}`),
  ];
}

/** One passed limit: `drain_s > +10%: concurrency-5: +0.9 s, +12 %`. */
export function failureText({ expression, trial, found }: LimitFailure): string {
  return [`--fail-if '${expression}'`, trial, found].filter(Boolean).join(": ");
}

function rowsOf({ trials }: RunComparison): string[][] {
  return trials.flatMap((trial) =>
    trial.not_comparable.length > 0
      ? [[trial.trial, ...Array(7).fill(""), "not comparable"]]
      : trial.columns.filter(isOfInterest).map((column) => rowOf(trial, column))
  );
}

/** What is the same number in every repetition of both runs says nothing in a table. */
function isOfInterest({ a, b }: ColumnComparison): boolean {
  return Math.min(a.low, b.low) !== Math.max(a.high, b.high);
}

function rowOf({ trial }: TrialComparison, column: ColumnComparison): string[] {
  const { a, b, difference, difference_percent: percent, interval, cliffs_delta: delta } = column;
  return [
    trial,
    column.column,
    significant(a.median),
    significant(b.median),
    signed(difference),
    percent === undefined ? "–" : signed(percent),
    interval === undefined ? "–" : `${signed(interval[0])} to ${signed(interval[1])}`,
    delta === undefined ? "–" : cliffsDeltaWord(delta),
    column.verdict,
  ];
}

/** One sentence of counts: what got better, worse, and cannot be said. */
export function answerOf({ trials }: RunComparison): string {
  const columns = trials.flatMap((trial) => trial.columns);
  const of = (verdict: Verdict) => columns.filter((each) => each.verdict === verdict).length;
  const without = trials.filter((trial) => trial.not_comparable.length > 0).length;
  const counted =
    `B is faster in ${of("faster")}, slower in ${of("slower")} of ${columns.length} ` +
    `comparisons; no difference is shown in ${of("no difference shown")}`;
  return without === 0
    ? `${counted}.`
    : `${counted}; ${without} of ${trials.length} trials are not comparable.`;
}

function remarksOf({ trials, notes }: RunComparison): string[] {
  const common = trials.length === 1
    ? []
    : (trials[0]?.not_comparable ?? []).filter((reason) =>
      trials.every(({ not_comparable }) => not_comparable.includes(reason))
    );
  return [
    ...common.map((reason) => `every trial: not comparable: ${reason}`),
    ...trials.flatMap(({ trial, not_comparable, only_in, marks }) => [
      ...not_comparable.filter((reason) => !common.includes(reason))
        .map((reason) => `${trial}: not comparable: ${reason}`),
      ...only_in.map(({ column, run }) => `${trial}: only ${run} has ${column}`),
      ...marks.map((mark) => `${trial}: ${mark}`),
    ]),
    ...notes,
    ...(trials.some(({ columns }) => columns.length > 0)
      ? ["A and B: medians. Difference: of the means, B − A. Effect: Cliff's delta in words."]
      : []),
  ];
}
