/**
 * The measured columns of `summary.csv` in which lower or higher is better. What is configured, or what
 * only describes the measurement, is not among them.
 *
 * @module
 */
import { summaryTable } from "../run/schema.ts";
import type { SummaryRow } from "../run/summary.ts";

/** Columns of `summary.csv` that hold numbers. */
export type NumberColumn = {
  [Name in keyof SummaryRow]-?: SummaryRow[Name] extends number | undefined ? Name : never;
}[keyof SummaryRow];

/** Which way a column gets better. */
export type Better = "lower" | "higher";

/** By column, in the order in which they are shown. */
const BETTER = {
  accepted: "higher",
  confirmed: "higher",
  rejected: "lower",
  failed: "lower",
  unsent: "lower",
  lost: "lower",
  duplicated: "lower",
  dead_lettered: "lower",
  drain_s: "lower",
  throughput_per_s: "higher",
  utilisation_ratio: "higher",
  response_ms_p50: "lower",
  response_ms_p95: "lower",
  response_ms_p99: "lower",
  response_ms_max: "lower",
  last_confirmed_s: "lower",
  backlog_peak_orders: "lower",
  backlog_growth_per_s: "lower",
  age_ms_mean: "lower",
  age_ms_p50: "lower",
  age_ms_p99: "lower",
  age_ms_max: "lower",
  hold_ms_max: "lower",
  worker_cpu_s: "lower",
  worker_rss_peak_bytes: "lower",
} as const satisfies Partial<Record<NumberColumn, Better>>;

/** A column that is compared. */
export type ComparedName = keyof typeof BETTER;

/** One compared column. */
export interface ComparedColumn {
  name: ComparedName;
  better: Better;
  /** As `summary.csv` declares it; `1` of a ratio. */
  unit: string;
}

/** All compared columns. */
export const COMPARED_COLUMNS: readonly ComparedColumn[] = (Object.keys(BETTER) as ComparedName[])
  .map((name) => ({
    name,
    better: BETTER[name],
    unit: summaryTable.columns.find((column) => column.name === name)?.unit ?? "1",
  }));
