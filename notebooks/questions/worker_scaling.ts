/**
 * Loops, slots and the drain of a flash sale.
 *
 * @module
 */
import { serverCount } from "../../experiments/run/prediction.ts";
import { backlogCurves, loadAndDrainEnd } from "../analysis/backlog.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions, settingOf } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { efficiency, speedUp } from "../analysis/scaling.ts";
import { SERVERS } from "../analysis/trial.ts";
import type { BacklogByTrial } from "../charts/backlog_by_trial.ts";
import type { Scaling } from "../charts/scaling.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf, serversText } from "./facts.ts";
import { middleOf } from "./queue_buildup.ts";

/** Figures of one trial of phase5, by the middle word of their claims' ids. */
export type ScalingFigures = Record<
  "drain" | "predicted" | "rate" | "ceiling" | "utilisation" | "speed_up" | "efficiency",
  Figure
>;

/**
 * Drain, predicted drain (peak × payment / min(loops, slots)), rate, ceiling, utilisation, and speed-up and efficiency
 * against the trial with the fewest payments at once.
 */
export async function scalingFigures(run: Run, trial: string): Promise<ScalingFigures> {
  const figure = (expression: string, unit: string) =>
    overRepetitions(run, trial, expression, unit);
  const base = slowestOf(run);
  const [drain, predicted, rate, ceiling, utilisation] = await Promise.all([
    figure("drain_s", "s"),
    figure(
      "backlog_peak_orders * service_time_ms / 1000 / (workers * least(concurrency, payment_slots))",
      "s",
    ),
    figure("throughput_per_s", "orders/s"),
    settingOf(run, trial, `${SERVERS} * 1000 / service_time_ms`, "orders/s"),
    figure("utilisation_ratio", "share"),
  ]);
  return {
    drain,
    predicted,
    rate,
    ceiling,
    utilisation,
    speed_up: await speedUp(run, trial, base),
    efficiency: await efficiency(run, trial, base),
  };
}

/** The trial with the fewest payments at once: what speed-up is counted from. */
function slowestOf({ manifest }: Run): string {
  const { trials } = manifest.plan;
  return trials.reduce((least, plan) => serverCount(plan) < serverCount(least) ? plan : least)
    .trial;
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
      { header: "busy" },
    ],
    rows: Object.entries(claims).map(([trial, of]) => [
      trial,
      of.drain!,
      of.predicted!,
      of.utilisation!,
    ]),
  };
}

/** Throughput, speed-up and efficiency, a row a trial. */
export function speedUpTable(claims: Readonly<Record<string, Record<string, Claim>>>): ResultTable {
  return {
    id: "speed-up",
    title: "Throughput by loops and slots, means of the repetitions",
    columns: [
      { header: "trial", align: "left" },
      { header: "rate" },
      { header: "ceiling" },
      { header: "speed-up" },
      { header: "efficiency" },
    ],
    rows: Object.entries(claims).map(([trial, of]) => [
      trial,
      of.rate!,
      of.ceiling!,
      of.speed_up!,
      of.efficiency!,
    ]),
  };
}

/** Rates against loops, and the fitted ceiling: what the chart draws. */
export async function scalingOf(run: Run, fit: Claim): Promise<Scaling> {
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
    fit: {
      share: Number(fit.value),
      ...(fit.interval === null ? {} : { interval: fit.interval }),
    },
  };
}

/** Backlogs by trial, of each the repetition with the middle drain: what the chart draws. */
export async function backlogsOf(run: Run): Promise<BacklogByTrial> {
  const { trials } = run.manifest.plan;
  const keys = await Promise.all(trials.map(({ trial }) => middleOf(run, trial)));
  const curves = await backlogCurves(run, keys, { pointsMax: 240 });
  return {
    runs: [factsOf(run)],
    path: "queue",
    trials: trials.map((plan, index) => ({
      label: serversText(plan),
      ledger: curves[index]!,
      ...loadAndDrainEnd(run, plan.trial, keys[index]!.repetition),
    })),
  };
}
