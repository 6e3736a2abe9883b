/**
 * What payment slots let the synchronous path answer.
 *
 * @module
 */
import { predictedConfirmed } from "../../experiments/catalog/sync_trial.ts";
import { countText, percentText, significant } from "../../experiments/run/format.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import { responseQuantile } from "../analysis/latency.ts";
import type { Run } from "../analysis/run.ts";
import type { CapacityBySlots } from "../charts/capacity_by_slots.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf, trialsOf } from "./facts.ts";

/** Answered orders by slots, measured and by arithmetic: what the chart draws. */
export async function capacityOf(run: Run): Promise<CapacityBySlots> {
  const { trials } = run.manifest.plan;
  const rows = await Promise.all(trials.map(async ({ trial, paymentSlots }) => {
    const { value, interval } = await overRepetitions(run, trial, "confirmed", "orders");
    return {
      slots: paymentSlots,
      answered: value,
      ...(interval === undefined ? {} : { interval }),
    };
  }));
  const predicted = trials.flatMap((plan) => {
    const answered = predictedConfirmed(plan);
    return answered === undefined ? [] : [{ slots: plan.paymentSlots, answered }];
  }).sort((a, b) => a.slots - b.slots);
  const load = trials[0]!.load;
  return {
    runs: [factsOf(run)],
    rows,
    predicted,
    users: load.model === "closed" ? load.users : 0,
  };
}

/** What became of the orders of each trial. */
export async function fateTable(run: Run): Promise<ResultTable> {
  const rows = await Promise.all(
    trialsOf(run).map(async (trial) => {
      const mean = async (column: string) =>
        (await overRepetitions(run, trial, column, "orders")).value;
      const [sent, confirmed, completed] = await Promise.all(
        ["sent", "confirmed", "completed"].map(mean),
      );
      const median = await responseQuantile(run, trial, 0.5);
      return [
        trial,
        countText(sent),
        countText(confirmed),
        percentText((sent! - confirmed!) / sent!),
        countText(completed! - confirmed!),
        significant(median.value),
      ];
    }),
  );
  return {
    id: "sync-fates",
    title: "What became of the orders, means of the repetitions",
    columns: [
      { header: "trial", align: "left" },
      { header: "sent" },
      { header: "answered" },
      { header: "unanswered" },
      { header: "paid for nobody" },
      { header: "response p50, ms" },
    ],
    rows,
  };
}
