/**
 * phase1: the synchronous path alone. Who gets an answer, and what becomes of those who stop waiting?
 *
 * @module
 */
import { z } from "zod";
import { countedText, countText, secondsText, sentenceText, significant } from "../run/format.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan } from "./definition.ts";
import { ORIGINAL_USERS, QUICK_USERS } from "./flash_sale.ts";
import { byTrial, medianRow, planOf } from "./queue_trial.ts";
import { numberSetting } from "./settings.ts";
import {
  PATIENT_MS,
  predictedConfirmed,
  predictedMedianResponseMs,
  syncConflicts,
  syncSettings,
  syncTrial,
  unanswered,
} from "./sync_trial.ts";

const settings = z.strictObject({
  ...syncSettings,
  payment_slots: numberSetting("payments at once", { minimum: 1, maximum: 10_000, whole: true }),
  normal_users: numberSetting("users of the normal day", {
    minimum: 1,
    maximum: 10_000,
    whole: true,
  }),
  normal_s: numberSetting("length of the normal day's load, s", { above: 0, maximum: 86_400 }),
  client_timeout_s: numberSetting("longest wait of a user who gives up, s", {
    above: 0,
    maximum: 86_400,
  }),
});

type Phase1Settings = z.infer<typeof settings>;

const NORMAL = "normal";
const SALE = "sale";
const SALE_TIMEOUT = "sale-timeout";
const ONE_SLOT = { pay: "one-slot-timeout-pay", cancel: "one-slot-timeout-cancel" };

function planPhase1(s: Phase1Settings): ExperimentPlan {
  const patient = { timeoutMs: PATIENT_MS, onDisconnect: "cancel" } as const;
  const timeoutMs = s.client_timeout_s * 1000;
  const sale = { slots: s.payment_slots, users: s.users, loadS: s.load_s };
  return planOf({ payment_ms: s.payment_ms, sns_publish_ms: 0 }, [
    syncTrial(s, { ...sale, trial: NORMAL, users: s.normal_users, loadS: s.normal_s, ...patient }),
    syncTrial(s, { ...sale, trial: SALE, ...patient }),
    syncTrial(s, { ...sale, trial: SALE_TIMEOUT, timeoutMs, onDisconnect: "cancel" }),
    ...(["pay", "cancel"] as const).map((onDisconnect) =>
      syncTrial(s, { ...sale, trial: ONE_SLOT[onDisconnect], slots: 1, timeoutMs, onDisconnect })
    ),
  ]);
}

function answerPhase1(rows: readonly SummaryRow[]): string {
  const done = byTrial(rows);
  const of = (trial: string) => medianRow(done.get(trial) ?? [], ({ confirmed }) => confirmed);
  const sale = of(SALE);
  const [pay, cancel] = [of(ONE_SLOT.pay), of(ONE_SLOT.cancel)];
  const parts: string[] = [];
  if (sale !== undefined) {
    parts.push(
      `${countedText(sale.users!, "user")} behind ${countedText(sale.payment_slots, "slot")} got ` +
        `${countText(sale.confirmed)} of ${countedText(sale.sent, "order")} answered (${
          significant(sale.confirmed / sale.payment_slots)
        } a slot)`,
    );
  }
  if (pay !== undefined && cancel !== undefined) parts.push(oneSlot(pay, cancel));
  if (done.size === 0) return "No trial has ended as planned, so there is no answer.";
  return parts.length === 0
    ? `An answer needs the trial ${SALE}, or ${ONE_SLOT.pay} and ${ONE_SLOT.cancel}.`
    : sentenceText(parts);
}

/** What paying for abandoned requests does, and what cancelling them does. */
function oneSlot(pay: SummaryRow, cancel: SummaryRow): string {
  const ends = (row: SummaryRow) =>
    `were answered${
      row.confirmed === 0 ? "" : ` (the last at ${secondsText(row.last_confirmed_s)})`
    } and ${countText(row.completed - row.confirmed)} payments were made for nobody`;
  const facts = `with one slot and a time-out, where abandoned requests are paid, ` +
    `${countText(pay.confirmed)} orders ${ends(pay)}; where they are cancelled, ` +
    `${countText(cancel.confirmed)} ${ends(cancel)}`;
  if (cancel.confirmed > 1.25 * pay.confirmed) {
    return `${facts}: a request that nobody waits for keeps the slot from one that somebody waits for`;
  }
  return cancel.completed < pay.completed && cancel.completed > cancel.confirmed
    ? `${facts}: cancelling spares payments but answers ${
      cancel.confirmed > pay.confirmed ? "hardly" : "no"
    } more orders, for a fair line serves whoever has waited longest, who leaves during the payment`
    : facts;
}

/** The synchronous path; see the module. */
export const phase1: Experiment<Phase1Settings> = {
  name: "phase1",
  title: "the synchronous path",
  question: "How many users does the synchronous path answer, and what becomes of the others?",
  settings,
  sizes: {
    quick: {
      payment_ms: 100,
      in_flight_max: 10_000,
      warm_up_orders: 20,
      ...QUICK_USERS,
      load_s: 2,
      payment_slots: 5,
      normal_users: 5,
      normal_s: 1,
      client_timeout_s: 1,
    },
    original: {
      payment_ms: 3000,
      in_flight_max: 10_000,
      warm_up_orders: 20,
      ...ORIGINAL_USERS,
      load_s: 60,
      payment_slots: 5,
      normal_users: 5,
      normal_s: 30,
      client_timeout_s: 30,
    },
  },
  conflicts: syncConflicts,
  plan: planPhase1,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "users", cell: (row) => countText(row.users) },
    { header: "slots", cell: (row) => countText(row.payment_slots) },
    { header: "sent", cell: (row) => countText(row.sent) },
    { header: "answered", cell: (row) => countText(row.confirmed) },
    {
      header: "predicted",
      cell: (row, plan) => countText(predictedConfirmed(plan, row.response_ms_p50)),
    },
    { header: "unanswered", cell: (row) => countText(unanswered(row)) },
    { header: "paid", byLedger: true, cell: (row) => countText(row.completed) },
    { header: "p50 ms", cell: (row) => significant(row.response_ms_p50) },
    { header: "predicted", cell: (_, plan) => significant(predictedMedianResponseMs(plan)) },
    { header: "last answer", cell: (row) => secondsText(row.last_confirmed_s) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
  ],
  answer: answerPhase1,
};
