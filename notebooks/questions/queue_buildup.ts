/**
 * One worker, more orders than its slots can pay: build-up, peak and drain.
 *
 * @module
 */
import { backlogCurve, cloudWatchDepth, loadStartMs } from "../analysis/backlog.ts";
import { middleRepetition } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { quoted } from "../analysis/tables.ts";
import { predictedBacklog, predictedDrainS } from "../../experiments/run/prediction.ts";
import type { QueueSpike } from "../charts/queue_spike.ts";
import { factsOf } from "./facts.ts";

/** The execution of a trial that a chart draws: the one with the middle drain. */
export async function middleOf(run: Run, trial: string) {
  return { trial, repetition: await middleRepetition(run, trial, "drain_s") };
}

/** When a trial's load ended and its last order was paid, seconds since the load began. */
export async function endsOf(run: Run, key: { trial: string; repetition: number }) {
  const start = await loadStartMs(run, key);
  const [row] = await run.tables.rows(
    `SELECT max(coalesce(accepted_at_ms, responded_at_ms)) AS load_ms, max(completed_at_ms) AS empty_ms ` +
      `FROM 'orders.csv' WHERE trial = ${quoted(key.trial)} AND repetition = ${key.repetition}`,
  );
  return {
    loadEndsS: (Number(row!.load_ms) - start) / 1000,
    emptyAtS: (Number(row!.empty_ms) - start) / 1000,
  };
}

/** Ledger, CloudWatch's view and arithmetic of a trial: what the chart draws. */
export async function spikeOf(run: Run, trial: string): Promise<QueueSpike> {
  const key = await middleOf(run, trial);
  const plan = run.manifest.plan.trials.find((one) => one.trial === trial)!;
  const row = run.summary.find((one) => one.trial === trial && one.repetition === key.repetition)!;
  const cloudWatch = await cloudWatchDepth(run, key);
  const ends = await endsOf(run, key);
  const rate = row.offered_rate_per_s ?? 0;
  const peak = predictedBacklog(rate, row.load_s, plan, plan.paymentMs);
  return {
    run: factsOf(run),
    trial,
    path: "queue",
    ledger: await backlogCurve(run, key),
    cloudWatch: cloudWatch.points,
    cloudWatchPeriodS: cloudWatch.periodS,
    predicted: [
      { atS: 0, orders: 0 },
      { atS: row.load_s, orders: peak },
      { atS: row.load_s + predictedDrainS(peak, plan, plan.paymentMs), orders: 0 },
    ],
    ...ends,
  };
}
