/**
 * phase2: the arithmetic of the synchronous path, against a measured sweep of payment slots.
 *
 * @module
 */
import { z } from "zod";
import { countText, percentText, significant } from "../run/format.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, TrialPlan } from "./definition.ts";
import { ORIGINAL_USERS, QUICK_USERS } from "./flash_sale.ts";
import { byTrial, medianRow, planOf } from "./queue_trial.ts";
import { listSetting, WHOLE_NUMBERS } from "./settings.ts";
import {
  confirmedPerS,
  PATIENT_MS,
  predictedConfirmed,
  predictedMedianResponseMs,
  predictedResponseMs,
  syncConflicts,
  syncSettings,
  syncTrial,
  thinkMs,
  unanswered,
} from "./sync_trial.ts";

const settings = z.strictObject({
  ...syncSettings,
  slots: listSetting(
    "payments at once, a trial each",
    WHOLE_NUMBERS,
    "must be whole numbers such as 1,5,15",
  ),
});

type Phase2Settings = z.infer<typeof settings>;

/**
 * Share of the orders sent that are without an answer when the load ends: then `users − rate × think`
 * users wait.
 */
function predictedUnanswered(plan: TrialPlan): number | undefined {
  const { load, paymentSlots, paymentMs } = plan;
  const confirmed = predictedConfirmed(plan);
  if (load.model !== "closed" || confirmed === undefined) return undefined;
  const responseMs = predictedResponseMs(load, paymentSlots, paymentMs);
  const waiting = load.users * responseMs / (responseMs + thinkMs(load));
  return waiting / (confirmed + waiting);
}

/** Whether the slots' arithmetic held, from the measured rows: of repetitions the one in the middle. */
function answerPhase2(rows: readonly SummaryRow[]): string {
  const done = [...byTrial(rows).values()].map((row) =>
    medianRow(row, ({ confirmed }) => confirmed)!
  );
  if (done.length === 0) return "No trial has ended as planned, so there is no answer.";
  const perSlot = done.map((row) => row.confirmed / row.payment_slots);
  const [first, ...others] = done.map((row, index) => ({
    slots: row.payment_slots,
    answered: significant(perSlot[index]),
  }));
  const each = [
    `${first!.answered} orders a slot were answered with ${first!.slots}`,
    ...others.map(({ slots, answered }) => `${answered} with ${slots}`),
  ];
  const facts = `In the same time ${each.join(", ")}`;
  if (done.length === 1) return `${facts}.`;
  // Within one round of payments.
  return Math.max(...perSlot) - Math.min(...perSlot) <= 1
    ? `${facts}: capacity is a matter of slots and payment time alone, and whoever comes beyond it waits.`
    : `${facts}: more than slots and payment time set the capacity here, see the table.`;
}

/** The synchronous path's arithmetic; see the module. */
export const phase2: Experiment<Phase2Settings> = {
  name: "phase2",
  title: "capacity by slots",
  question: "What do payment slots let the synchronous path answer, by arithmetic and measured?",
  settings,
  sizes: {
    quick: {
      payment_ms: 100,
      in_flight_max: 10_000,
      warm_up_orders: 20,
      ...QUICK_USERS,
      load_s: 2,
      slots: "1,5,15",
    },
    original: {
      payment_ms: 3000,
      in_flight_max: 10_000,
      warm_up_orders: 20,
      ...ORIGINAL_USERS,
      load_s: 60,
      slots: "1,5,15",
    },
  },
  conflicts: syncConflicts,
  plan: (s) =>
    planOf(
      { payment_ms: s.payment_ms, sns_publish_ms: 0 },
      s.slots.split(",").map(Number).map((slots) =>
        syncTrial(s, {
          trial: `slots-${slots}`,
          slots,
          users: s.users,
          loadS: s.load_s,
          timeoutMs: PATIENT_MS,
          onDisconnect: "cancel",
        })
      ),
    ),
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    {
      header: "capacity/s",
      cell: (row) => significant(row.payment_slots * 1000 / row.service_time_ms),
    },
    { header: "answered/s", cell: (row, plan) => significant(confirmedPerS(row, plan)) },
    { header: "sent", cell: (row) => countText(row.sent) },
    { header: "answered", cell: (row) => countText(row.confirmed) },
    { header: "predicted", cell: (_, plan) => countText(predictedConfirmed(plan)) },
    {
      header: "unanswered",
      cell: (row) => percentText(row.sent === 0 ? undefined : unanswered(row) / row.sent),
    },
    { header: "predicted", cell: (_, plan) => percentText(predictedUnanswered(plan)) },
    { header: "p50 ms", cell: (row) => significant(row.response_ms_p50) },
    { header: "predicted", cell: (_, plan) => significant(predictedMedianResponseMs(plan)) },
    { header: "p99 ms", cell: (row) => significant(row.response_ms_p99) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
  ],
  answer: answerPhase2,
};
