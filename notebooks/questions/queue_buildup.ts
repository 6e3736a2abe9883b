/**
 * One worker, more orders than its slots can pay: build-up, peak and drain.
 *
 * @module
 */
import { backlogCurve, cloudWatchDepth, loadAndDrainEnd } from "../analysis/backlog.ts";
import { meanOfRepetitions } from "../analysis/combine.ts";
import type { Figure } from "../analysis/figure.ts";
import { type LittlesLaw, littlesLaw } from "../analysis/little.ts";
import { middleRepetition } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { throughput } from "../analysis/utilisation.ts";
import { type WindowName, WINDOWS } from "../analysis/windows.ts";
import { predictedBacklog, predictedDrainS } from "../../experiments/run/prediction.ts";
import type { QueueSpike } from "../charts/queue_spike.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "./facts.ts";

/** The execution of a trial that a chart draws: the one with the middle drain. */
export async function middleOf(run: Run, trial: string) {
  return { trial, repetition: await middleRepetition(run, trial, "drain_s") };
}

/** Ledger, CloudWatch's view and arithmetic of a trial: what the chart draws. */
export async function spikeOf(run: Run, trial: string): Promise<QueueSpike> {
  const key = await middleOf(run, trial);
  const plan = run.manifest.plan.trials.find((one) => one.trial === trial)!;
  const row = run.summary.find((one) => one.trial === trial && one.repetition === key.repetition)!;
  const ledger = await backlogCurve(run, trial, key.repetition);
  const cloudWatch = await cloudWatchDepth(run, trial, key.repetition);
  const rate = row.offered_rate_per_s ?? 0;
  const peak = predictedBacklog(rate, row.load_s, plan, plan.paymentMs);
  return {
    run: factsOf(run),
    trial,
    path: "queue",
    ledger,
    cloudWatch: cloudWatch.points,
    cloudWatchPeriodS: cloudWatch.periodS,
    predicted: [
      { atS: 0, orders: 0 },
      { atS: row.load_s, orders: peak },
      { atS: row.load_s + predictedDrainS(peak, plan, plan.paymentMs), orders: 0 },
    ],
    ...loadAndDrainEnd(run, trial, key.repetition),
  };
}

/** Throughput of a trial in each named window, means of the repetitions. */
export async function windowFigures(
  run: Run,
  trial: string,
): Promise<Record<WindowName, Figure>> {
  const figures = WINDOWS.map(async (window) =>
    [
      window,
      await meanOfRepetitions(run, trial, (run, key) => throughput(run, key, window)),
    ] as const
  );
  return Object.fromEntries(await Promise.all(figures)) as Record<WindowName, Figure>;
}

const SPANS: Readonly<Record<WindowName, readonly [from: string, to: string]>> = {
  load: ["start of the load", "its planned end"],
  arrivals: ["start of the load", "last acceptance"],
  growth: ["first completion", "last acceptance"],
  utilisation: ["backlog reaches the slots", "it last falls below them"],
  drain: ["last acceptance", "last first completion"],
  whole: ["first arrival", "last first completion"],
};

/** What was paid a second, window by window. */
export function windowsTable(claims: Readonly<Record<WindowName, Claim>>): ResultTable {
  return {
    id: "throughput-by-window",
    title: "Throughput by window, means of the repetitions",
    columns: [
      { header: "window", align: "left" },
      { header: "from", align: "left" },
      { header: "to", align: "left" },
      { header: "throughput" },
    ],
    rows: WINDOWS.map((window) => [window, ...SPANS[window], claims[window]]),
  };
}

/** The quantities of Little's law, means of the repetitions. */
export async function littleFigures(run: Run, trial: string): Promise<LittlesLaw> {
  const mean = (name: keyof LittlesLaw) =>
    meanOfRepetitions(run, trial, async (run, key) => (await littlesLaw(run, key))[name]);
  return {
    inSystem: await mean("inSystem"),
    arrivalRate: await mean("arrivalRate"),
    timeInSystem: await mean("timeInSystem"),
    ratio: await mean("ratio"),
  };
}
