/**
 * Loops, slots and the drain of a flash sale; and what prefetching pays twice.
 *
 * @module
 */
import { secondsText } from "../../experiments/run/format.ts";
import { backlogCurve, loadAndDrainEnd } from "../analysis/backlog.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import type { BacklogByTrial } from "../charts/backlog_by_trial.ts";
import type { DuplicatesByPrefetch } from "../charts/duplicates_by_prefetch.ts";
import type { Scaling } from "../charts/scaling.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf, serversText } from "./facts.ts";
import { middleOf } from "./queue_buildup.ts";

/** Figures of one trial of phase5, by the last word of their claims' ids. */
export type ScalingFigures = Record<"drain" | "predicted" | "rate" | "utilisation", Figure>;

/** Drain, predicted drain (peak × payment / min(loops, slots)), rate and utilisation of a trial. */
export async function scalingFigures(run: Run, trial: string): Promise<ScalingFigures> {
  const figure = (expression: string, unit: string) =>
    overRepetitions(run, trial, expression, unit);
  const [drain, predicted, rate, utilisation] = await Promise.all([
    figure("drain_s", "s"),
    figure(
      "backlog_peak_orders * service_time_ms / 1000 / (workers * least(concurrency, payment_slots))",
      "s",
    ),
    figure("throughput_per_s", "orders/s"),
    figure("utilisation_ratio", "share"),
  ]);
  return { drain, predicted, rate, utilisation };
}

/** The worker-scaling table of claims. */
export function scalingTable(claims: Readonly<Record<string, Record<string, Claim>>>): ResultTable {
  return {
    id: "worker-scaling",
    title: "Drain of a flash sale by loops and slots, means of the repetitions",
    columns: [
      { header: "trial", align: "left" },
      { header: "drain" },
      { header: "predicted" },
      { header: "rate" },
      { header: "busy" },
    ],
    rows: Object.entries(claims).map(([trial, of]) => [
      trial,
      of.drain!,
      of.predicted!,
      of.rate!,
      of.utilisation!,
    ]),
  };
}

/** Rates against loops: what the chart draws. */
export async function scalingOf(run: Run): Promise<Scaling> {
  const { trials } = run.manifest.plan;
  const rows = await Promise.all(trials.map(async ({ trial, concurrency, paymentSlots }) => {
    const { value, interval } = await overRepetitions(run, trial, "throughput_per_s", "orders/s");
    const row = { loops: concurrency, slots: paymentSlots, ratePerS: value };
    return interval === undefined ? row : { ...row, interval };
  }));
  return {
    runs: [factsOf(run)],
    rows,
    workers: trials[0]!.workers,
    paymentS: trials[0]!.paymentMs / 1000,
  };
}

/** Backlogs by trial, of each the repetition with the middle drain: what the chart draws. */
export async function backlogsOf(run: Run): Promise<BacklogByTrial> {
  const trials = await Promise.all(run.manifest.plan.trials.map(async (plan) => {
    const { trial, repetition } = await middleOf(run, plan.trial);
    const ledger = await backlogCurve(run, trial, repetition, { pointsMax: 240 });
    return { label: serversText(plan), ledger, ...loadAndDrainEnd(run, trial, repetition) };
  }));
  return { runs: [factsOf(run)], path: "queue", trials };
}

/** Orders paid twice by how far ahead messages are taken: what the chart draws. */
export async function duplicatesOf(run: Run): Promise<DuplicatesByPrefetch> {
  const { trials } = run.manifest.plan;
  const rows = await Promise.all(trials.map(async ({ trial, prefetch }) => {
    const mean = async (expression: string) =>
      (await overRepetitions(run, trial, expression, "orders")).value;
    return {
      prefetch: String(prefetch),
      completed: await mean("completed"),
      duplicated: await mean("duplicated"),
      holdS: await mean("hold_ms_max") / 1000,
    };
  }));
  return { runs: [factsOf(run)], rows, leaseS: trials[0]!.visibilityTimeoutS };
}

/** Why duplicates come: hold against lease, policy by policy. */
export async function prefetchTable(run: Run): Promise<ResultTable> {
  const { rows, leaseS } = await duplicatesOf(run);
  return {
    id: "prefetch",
    title: "What is held longer than its lease is paid twice",
    columns: [
      { header: "prefetch", align: "left" },
      { header: "paid" },
      { header: "paid twice" },
      { header: "longest hold" },
      { header: "lease" },
    ],
    rows: rows.map(({ prefetch, completed, duplicated, holdS }) => [
      prefetch,
      completed.toFixed(0),
      duplicated.toFixed(0),
      secondsText(holdS),
      secondsText(leaseS),
    ]),
  };
}
