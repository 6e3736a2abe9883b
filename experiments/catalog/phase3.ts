/**
 * phase3: the same flash sale of the same closed-loop users on the synchronous and on the
 * asynchronous path. How many times more orders are accepted asynchronously?
 *
 * @module
 */
import { z } from "zod";
import { countedText, countText, secondsText, significant } from "../run/format.ts";
import { predictedBacklog } from "../run/prediction.ts";
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
import {
  byTrial,
  medianRow,
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  rowDrainS,
} from "./queue_trial.ts";
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

const SYNC = "sync";
const ASYNC = "async";

function planPhase3(s: Phase3Settings): ExperimentPlan {
  const servers = { workers: 1, concurrency: s.payment_slots, paymentSlots: s.payment_slots };
  const ratePerS = flashSaleRatePerS(s, s.sns_publish_ms);
  const queue = queueTrial(s, {
    trial: ASYNC,
    servers,
    load: flashSaleLoad(s),
    backlog: predictedBacklog(ratePerS, s.load_s, servers, s.payment_ms),
  });
  const sync: TrialPlan = {
    ...queue,
    trial: SYNC,
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

/** Of the repetitions of each path, the one in the middle. */
function answerPhase3(rows: readonly SummaryRow[]): string {
  const done = byTrial(rows);
  const of = (trial: string) => medianRow(done.get(trial) ?? [], ({ accepted }) => accepted);
  const [sync, queue] = [of(SYNC), of(ASYNC)];
  if (sync === undefined || queue === undefined) {
    return `No trial of the ${
      sync === undefined ? "synchronous" : "asynchronous"
    } path ended as planned, so the paths cannot be compared.`;
  }
  const ratio = sync.accepted === 0
    ? `${countedText(queue.accepted, "order")}, the synchronous one none,`
    : `${significant(queue.accepted / sync.accepted)} times as many orders ` +
      `(${countText(queue.accepted)} against ${countText(sync.accepted)})`;
  const drain = queue.drain_s === undefined
    ? ""
    : `; with as many slots it paid the last of them ` +
      `${secondsText(queue.drain_s)} after the last one came in`;
  return `The asynchronous path accepted ${ratio} from the same users${drain}.`;
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
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    { header: "p50 ms", cell: (row) => significant(row.response_ms_p50) },
    { header: "p99 ms", cell: (row) => significant(row.response_ms_p99) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    {
      header: "predicted",
      cell: (row) => row.path === "sync" ? "–" : secondsText(rowDrainS(row)),
    },
  ],
  answer: answerPhase3,
};
