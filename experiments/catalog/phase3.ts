/**
 * phase3: the same flash sale of the same closed-loop users on the synchronous and on the
 * asynchronous path. How many times more orders are accepted asynchronously?
 *
 * @module
 */
import { z } from "zod";
import { countText, secondsText, significant } from "../run/format.ts";
import { predictedBacklog, predictedDrainS } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan, TrialPlan } from "./definition.ts";
import {
  drainDeadlineS,
  flashSaleConflicts,
  flashSaleLoad,
  flashSaleRatePerS,
  flashSaleSettings,
  ORIGINAL_USERS,
  QUICK_USERS,
} from "./flash_sale.ts";
import { ORIGINAL_SERVICES, planOf, queueTrial, QUICK_SERVICES, serversOf } from "./queue_trial.ts";
import { numberSetting, serviceSettings } from "./settings.ts";

const settings = z.strictObject({
  ...serviceSettings,
  ...flashSaleSettings,
  payment_slots: numberSetting("payments at once on either path", {
    minimum: 1,
    maximum: 10_000,
    whole: true,
  }),
});

type Phase3Settings = z.infer<typeof settings>;

function planPhase3(s: Phase3Settings): ExperimentPlan {
  const servers = { workers: 1, concurrency: s.payment_slots, paymentSlots: s.payment_slots };
  const ratePerS = flashSaleRatePerS(s, s.sns_publish_ms);
  const queue = queueTrial(s, {
    trial: "async",
    servers,
    load: flashSaleLoad(s),
    backlog: predictedBacklog(ratePerS, s.load_s, servers, s.payment_ms),
  });
  const sync: TrialPlan = {
    ...queue,
    trial: "sync",
    path: "sync",
    warmUpOrders: Math.min(s.warm_up_orders, 4 * s.payment_slots),
    predictedDrainS: s.payment_ms / 1000,
    drainDeadlineS: drainDeadlineS(s.payment_ms / 1000, 0),
  };
  return planOf(s, [sync, queue]);
}

/**
 * Orders that arithmetic lets each path accept in the load phase. Synchronously a slot starts one
 * payment a service time; asynchronously the users are held up by nothing but think time and the
 * median response measured: `users / (think + response) × load time`.
 */
function predictedAccepted(row: SummaryRow, plan: TrialPlan): number {
  const { load } = plan;
  if (load.model === "open") return row.scheduled;
  const thinkMs = (load.thinkMinMs + load.thinkMaxMs) / 2;
  const responseMs = row.path === "sync" ? plan.paymentMs : row.response_ms_p50 ?? 0;
  const offered = load.users * load.durationS * 1000 / (thinkMs + responseMs);
  const capacity = plan.paymentSlots * load.durationS * 1000 / plan.paymentMs;
  return row.path === "sync" ? Math.min(offered, capacity) : offered;
}

function answerPhase3(rows: readonly SummaryRow[]): string {
  const total = (path: string) =>
    rows.filter((row) => row.path === path).reduce((sum, row) => sum + row.accepted, 0);
  const drains = rows.flatMap((row) => row.path === "queue" ? row.drain_s ?? [] : []);
  const [sync, queue] = [total("sync"), total("queue")];
  if (sync === 0 || queue === 0) return "Both paths are needed to compare them.";
  return `The asynchronous path accepted ${significant(queue / sync)} times as many orders ` +
    `(${countText(queue)} against ${countText(sync)}) from the same users; with as many slots ` +
    `it paid them within ${secondsText(Math.max(0, ...drains))} after the last one came in.`;
}

/** Sync against async; see the module. */
export const phase3: Experiment<Phase3Settings> = {
  name: "phase3",
  title: "sync against async",
  question: "How many times more orders are accepted asynchronously, under the same flash sale?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      payment_slots: 5,
      load_model: "closed",
      rate_per_s: 1448,
      load_s: 2,
      ...QUICK_USERS,
    },
    original: {
      ...ORIGINAL_SERVICES,
      payment_slots: 5,
      load_model: "closed",
      rate_per_s: 48.27,
      load_s: 60,
      ...ORIGINAL_USERS,
    },
  },
  conflicts: flashSaleConflicts,
  plan: planPhase3,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "sent", cell: (row) => countText(row.sent) },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "predicted", cell: (row, plan) => countText(predictedAccepted(row, plan)) },
    { header: "failed", cell: (row) => countText(row.failed) },
    { header: "lost", cell: (row) => countText(row.lost) },
    { header: "twice", cell: (row) => countText(row.duplicated) },
    { header: "p50 ms", cell: (row) => significant(row.response_ms_p50) },
    { header: "p99 ms", cell: (row) => significant(row.response_ms_p99) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    {
      header: "predicted",
      cell: (row) =>
        row.path === "sync" ? "–" : secondsText(
          predictedDrainS(row.backlog_peak_orders, serversOf(row), row.service_time_ms),
        ),
    },
  ],
  answer: answerPhase3,
};
