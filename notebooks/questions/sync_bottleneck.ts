/**
 * What payment slots let the synchronous path answer.
 *
 * @module
 */
import { predictedConfirmed } from "../../experiments/catalog/sync_trial.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import { responseQuantile } from "../analysis/latency.ts";
import type { Run } from "../analysis/run.ts";
import type { CapacityBySlots } from "../charts/capacity_by_slots.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "./facts.ts";

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

/** What became of the orders of a trial, by the middle word of their claims' ids. */
export type Fate = Record<
  "sent" | "answered" | "unanswered" | "for_nobody" | "response_p50",
  Figure
>;

/** Orders sent and answered, the share that had no answer, payments that nobody waited for, median response. */
export async function fateOf(run: Run, trial: string): Promise<Fate> {
  const mean = (expression: string, unit: string) => overRepetitions(run, trial, expression, unit);
  return {
    sent: await mean("sent", "orders"),
    answered: await mean("confirmed", "orders"),
    unanswered: await mean("(sent - confirmed) / sent", "share"),
    for_nobody: await mean("completed - confirmed", "payments"),
    response_p50: await responseQuantile(run, trial, 0.5),
  };
}

/** What became of the orders of each trial. */
export function fateTable(
  trials: Readonly<Record<string, Record<keyof Fate, Claim>>>,
): ResultTable {
  return {
    id: "sync-fates",
    title: "What became of the orders, means of the repetitions",
    columns: [
      { header: "trial", align: "left" },
      { header: "sent" },
      { header: "answered" },
      { header: "unanswered" },
      { header: "paid for nobody" },
      { header: "response p50" },
    ],
    rows: Object.entries(trials).map(([trial, of]) => [
      trial,
      of.sent,
      of.answered,
      of.unanswered,
      of.for_nobody,
      of.response_p50,
    ]),
  };
}
