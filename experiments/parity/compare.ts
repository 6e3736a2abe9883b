/**
 * One definition on two targets, trial by trial. Pure.
 *
 * @module
 */
import { type Estimate, estimateOf } from "../compare/estimate.ts";
import { serverCount } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";

/** One figure of one trial on both targets. */
export interface Comparison {
  trial: string;
  figure: "accepted" | "peak" | "drain_s" | "utilisation" | "duplicated";
  measured: Estimate;
  simulated: Estimate;
  /** `simulated − measured`, of the medians. */
  difference: number;
  /** Largest difference that counts as the same. */
  allowed: number;
  same: boolean;
}

/** Differences of drain and peak that are not remarked on, as a share of what was measured. */
const SHARE_MAX = 0.03;
const UTILISATION_MAX = 0.02;

type Figure = Comparison["figure"];

const VALUES: Record<Figure, (row: SummaryRow) => number | undefined> = {
  accepted: (row) => row.accepted,
  peak: (row) => row.backlog_peak_orders,
  drain_s: (row) => row.drain_s,
  utilisation: (row) => row.utilisation_ratio,
  duplicated: (row) => row.duplicated,
};

/**
 * Compares the repetitions of each trial. A figure that a target does not have is left out.
 *
 * Allowed are 3 %, or one service time: of the drain, and of what is paid within one (the servers' own
 * number of orders) for orders; 0.02 for utilisation; nothing for orders paid twice.
 */
export function compareRuns(
  measured: readonly SummaryRow[],
  simulated: readonly SummaryRow[],
): Comparison[] {
  const bySimulated = Map.groupBy(simulated, ({ trial }) => trial);
  return [...Map.groupBy(measured, ({ trial }) => trial)].flatMap(([trial, rows]) =>
    (Object.keys(VALUES) as Figure[]).flatMap((figure) => {
      const valuesOf = (rows: readonly SummaryRow[]) =>
        rows.flatMap((row) => VALUES[figure](row) ?? []);
      const ours = estimateOf(valuesOf(rows));
      const theirs = estimateOf(valuesOf(bySimulated.get(trial) ?? []));
      if (ours === undefined || theirs === undefined) return [];
      const difference = theirs.median - ours.median;
      const allowed = allowance(figure, ours.median, rows[0]!);
      const same = Math.abs(difference) <= allowed;
      return { trial, figure, measured: ours, simulated: theirs, difference, allowed, same };
    })
  );
}

function allowance(figure: Figure, measured: number, row: SummaryRow): number {
  const servers = serverCount({
    workers: row.path === "sync" ? 1 : row.workers,
    concurrency: row.concurrency,
    paymentSlots: row.payment_slots,
  });
  switch (figure) {
    case "accepted":
    case "peak":
      return Math.max(SHARE_MAX * measured, servers);
    case "drain_s":
      return Math.max(SHARE_MAX * measured, row.service_time_ms / 1000);
    case "utilisation":
      return UTILISATION_MAX;
    case "duplicated":
      return 0;
  }
}
