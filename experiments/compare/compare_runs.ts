/**
 * Two runs of one definition, trial by trial and column by column. Pure.
 *
 * @module
 */
import {
  cliffsDelta,
  hedgesG,
  mean,
  VALUES_MIN,
  welchDifference,
} from "../../notebooks/analysis/statistics/mod.ts";
import type { ReadRun } from "../run/read_run.ts";
import type { SummaryRow } from "../run/summary.ts";
import {
  type Better,
  COMPARED_COLUMNS,
  type ComparedColumn,
  type ComparedName,
} from "./columns.ts";
import { runReasons, trialReasons } from "./comparable.ts";
import { type Estimate, estimateOf } from "./estimate.ts";

/** What the repetitions say of a difference: `faster` is better in the column's own direction. */
export type Verdict = "faster" | "slower" | "no difference shown" | "not comparable";

/** Repetitions of one run. */
export interface Group extends Estimate {
  mean: number;
  repetitions: number;
}

/** One column of one trial in both runs. Statistics of the pair are absent of fewer than five repetitions. */
export interface ColumnComparison {
  column: ComparedName;
  unit: string;
  better: Better;
  a: Group;
  b: Group;
  /** `mean(B) − mean(A)`, in the column's unit. */
  difference: number;
  /** Of the mean of A; absent where that is 0. */
  difference_percent?: number;
  /** 95 % interval of the difference, by Welch. */
  interval?: readonly [number, number];
  /** Chance of such a difference if there were none, by Welch. */
  p?: number;
  hedges_g?: number;
  cliffs_delta?: number;
  verdict: Exclude<Verdict, "not comparable">;
}

/** One trial in both runs. */
export interface TrialComparison {
  trial: string;
  /** Why it cannot be compared; empty where it can. */
  not_comparable: string[];
  /** Those that both runs have; none where it cannot be compared. */
  columns: ColumnComparison[];
  /** Columns that only one of two comparable trials has: no order was confirmed, none was drained. */
  only_in: { column: ComparedName; run: "A" | "B" }[];
  /** What to be careful about: how the trials are marked, and columns that only some repetitions have. */
  marks: string[];
}

/** See {@linkcode compareRuns}. */
export interface RunComparison {
  a: string;
  b: string;
  /** What else differs between the runs, and may be behind a difference. */
  notes: string[];
  trials: TrialComparison[];
}

/**
 * Compares B with A: by the rows of `summary.csv`, a repetition a value.
 *
 * The interval is of repetitions alone, which do not depend on each other. Orders of one repetition wait
 * for each other, so of fewer than five repetitions there is none, and no difference is shown.
 */
export function compareRuns(a: ReadRun, b: ReadRun): RunComparison {
  const common = runReasons(a.manifest, b.manifest);
  const names = [a, b].flatMap(({ manifest }) => manifest.plan.trials.map(({ trial }) => trial));
  const trials = [...new Set(names)].map((trial) => {
    const reasons = common.length > 0 ? common : trialReasons(trial, a, b);
    const rowsOf = ({ summary }: ReadRun) => summary.filter((row) => row.trial === trial);
    return compareTrial(trial, reasons, rowsOf(a), rowsOf(b));
  });
  return { a: a.manifest.run_id, b: b.manifest.run_id, notes: notesOf(a, b), trials };
}

function compareTrial(
  trial: string,
  reasons: string[],
  rowsA: readonly SummaryRow[],
  rowsB: readonly SummaryRow[],
): TrialComparison {
  const comparison: TrialComparison = {
    trial,
    not_comparable: reasons,
    columns: [],
    only_in: [],
    marks: [...marksOf("A", rowsA), ...marksOf("B", rowsB)],
  };
  if (reasons.length > 0) return comparison;
  for (const column of COMPARED_COLUMNS) {
    const valuesOf = (rows: readonly SummaryRow[]) => rows.flatMap((row) => row[column.name] ?? []);
    const [valuesA, valuesB] = [valuesOf(rowsA), valuesOf(rowsB)];
    if (valuesA.length > 0 && valuesB.length > 0) {
      comparison.columns.push(compareColumn(column, valuesA, valuesB));
      comparison.marks.push(
        ...partlyText("A", column.name, valuesA.length, rowsA.length),
        ...partlyText("B", column.name, valuesB.length, rowsB.length),
      );
    } else if (valuesA.length + valuesB.length > 0) {
      comparison.only_in.push({ column: column.name, run: valuesA.length > 0 ? "A" : "B" });
    }
  }
  return comparison;
}

/** That some repetitions have no value: the others may not stand for them. */
function partlyText(run: string, column: ComparedName, values: number, rows: number): string[] {
  return values === rows ? [] : [`${run}: ${values} of ${rows} repetitions have ${column}`];
}

function compareColumn(
  { name, unit, better }: ComparedColumn,
  valuesA: readonly number[],
  valuesB: readonly number[],
): ColumnComparison {
  const [a, b] = [groupOf(valuesA), groupOf(valuesB)];
  const difference = b.mean - a.mean;
  const comparison: ColumnComparison = {
    column: name,
    unit,
    better,
    a,
    b,
    difference,
    verdict: "no difference shown",
  };
  if (a.mean !== 0) comparison.difference_percent = 100 * difference / Math.abs(a.mean);
  const welch = welchDifference(valuesA, valuesB);
  if (welch === undefined) return comparison;
  const g = hedgesG(valuesA, valuesB);
  return {
    ...comparison,
    interval: welch.interval,
    p: welch.p,
    ...(g === undefined ? {} : { hedges_g: g }),
    cliffs_delta: cliffsDelta(valuesA, valuesB)!,
    verdict: verdictOf(welch.interval, better),
  };
}

/** Of at least one value. */
function groupOf(values: readonly number[]): Group {
  return { ...estimateOf(values)!, mean: mean(values)!, repetitions: values.length };
}

function verdictOf(
  [low, high]: readonly [number, number],
  better: Better,
): ColumnComparison["verdict"] {
  if (low <= 0 && high >= 0) return "no difference shown";
  return (high < 0) === (better === "lower") ? "faster" : "slower";
}

function marksOf(run: string, rows: readonly SummaryRow[]): string[] {
  const marks = new Set(rows.flatMap((row) => (row.marks ?? "").split(";").filter(Boolean)));
  return [...marks].map((mark) => `${run}: ${mark}`);
}

function notesOf({ manifest: a }: ReadRun, { manifest: b }: ReadRun): string[] {
  const machine = ({ machine }: typeof a) => `${machine?.cpu}, ${machine?.cores} cores`;
  const notes: string[] = [];
  if (machine(a) !== machine(b)) notes.push(`machine is ${machine(a)} in A, ${machine(b)} in B`);
  const deno = ({ versions }: typeof a) => versions?.deno;
  if (deno(a) !== deno(b)) notes.push(`deno is ${deno(a)} in A, ${deno(b)} in B`);
  const repetitions = Math.min(a.repetitions, b.repetitions);
  if (repetitions < VALUES_MIN) {
    notes.push(
      `no interval, and so no difference, can be given of fewer than ${VALUES_MIN} repetitions: ` +
        `--repetitions ${VALUES_MIN}`,
    );
  }
  return notes;
}
