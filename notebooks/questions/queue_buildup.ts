/**
 * One worker, more orders than its slots can pay: build-up, peak and drain.
 *
 * @module
 */
import { backlogCurve, cloudWatchDepth, loadAndDrainEnd } from "../analysis/backlog.ts";
import { middleRepetition } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { predictedBacklog, predictedDrainS } from "../../experiments/run/prediction.ts";
import type { QueueSpike } from "../charts/queue_spike.ts";
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
