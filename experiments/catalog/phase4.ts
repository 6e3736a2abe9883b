/**
 * phase4: the queue builds up with one worker. How fast, how far, and what does monitoring see of it?
 *
 * @module
 */
import { z } from "zod";
import { countText, secondsText, significant } from "../run/format.ts";
import { predictedBacklog } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan } from "./definition.ts";
import {
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
  rowCeilingPerS,
  rowDrainS,
  seconds,
  serversOf,
} from "./queue_trial.ts";
import { numberSetting, serviceSettings } from "./settings.ts";

const settings = z.strictObject({
  ...serviceSettings,
  ...flashSaleSettings,
  payment_slots: numberSetting("loops and payments at once of the one worker", {
    minimum: 1,
    maximum: 10_000,
    whole: true,
  }),
});

type Phase4Settings = z.infer<typeof settings>;

function planPhase4(s: Phase4Settings): ExperimentPlan {
  const servers = { workers: 1, concurrency: s.payment_slots, paymentSlots: s.payment_slots };
  const ratePerS = flashSaleRatePerS(s, s.sns_publish_ms);
  return planOf(s, [queueTrial(s, {
    trial: `slots-${s.payment_slots}`,
    servers,
    load: flashSaleLoad(s),
    backlog: predictedBacklog(ratePerS, s.load_s, servers, s.payment_ms),
  })]);
}

/** Arrivals per second less what the servers complete; never less than nothing. */
export function predictedGrowthPerS(row: SummaryRow): number | undefined {
  return row.offered_rate_per_s === undefined
    ? undefined
    : Math.max(0, row.offered_rate_per_s - rowCeilingPerS(row));
}

/** The backlog that the measured arrivals lead to. */
function predictedPeak(row: SummaryRow): number | undefined {
  return row.offered_rate_per_s === undefined ? undefined : predictedBacklog(
    row.offered_rate_per_s,
    row.load_s,
    serversOf(row),
    row.service_time_ms,
  );
}

function answerPhase4(rows: readonly SummaryRow[]): string {
  const [done] = byTrial(rows).values();
  const row = medianRow(done ?? [], (each) => each.backlog_growth_per_s ?? 0);
  const growth = row?.backlog_growth_per_s;
  if (row === undefined || growth === undefined) {
    return "No trial has ended as planned, so nothing can be said about the growth.";
  }
  const arrivals = `${significant(row.offered_rate_per_s)} orders/s came in and ` +
    `${significant(rowCeilingPerS(row))}/s could be paid`;
  if (growth <= 0) return `${arrivals}: the queue did not grow.`;
  const seen = row.queue_age_peak_s === undefined || row.queue_visible_peak_messages === undefined
    ? "CloudWatch saw nothing of it"
    : `CloudWatch saw ${countText(row.queue_visible_peak_messages)} messages and ` +
      `${secondsText(row.queue_age_peak_s)}`;
  return `${arrivals}: the queue grew by ${significant(growth)} orders/s to ` +
    `${countText(row.backlog_peak_orders)} orders, and the unluckiest waited ` +
    `${secondsText(seconds(row.age_ms_max))}; ${seen}.`;
}

/** Build-up of the queue; see the module. */
export const phase4: Experiment<Phase4Settings> = {
  name: "phase4",
  title: "the queue builds up",
  question: "How fast does the queue grow with one worker, and what does monitoring see of it?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      ...QUICK_USERS,
      load_model: "open",
      rate_per_s: 150,
      load_s: 12,
      payment_slots: 5,
    },
    original: {
      ...ORIGINAL_SERVICES,
      ...ORIGINAL_USERS,
      load_model: "closed",
      rate_per_s: 48.27,
      load_s: 60,
      payment_slots: 5,
    },
  },
  conflicts: flashSaleConflicts,
  plan: planPhase4,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "in/s", cell: (row) => significant(row.offered_rate_per_s) },
    { header: "ceiling", cell: (row) => significant(rowCeilingPerS(row)) },
    { header: "growth/s", cell: (row) => significant(row.backlog_growth_per_s) },
    { header: "predicted", cell: (row) => significant(predictedGrowthPerS(row)) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    { header: "predicted", cell: (row) => countText(predictedPeak(row)) },
    { header: "CloudWatch", cell: (row) => countText(row.queue_visible_peak_messages) },
    { header: "oldest", cell: (row) => secondsText(seconds(row.age_ms_max)) },
    {
      header: "predicted",
      cell: (row) => secondsText(rowDrainS(row)),
    },
    { header: "CloudWatch", cell: (row) => secondsText(row.queue_age_peak_s) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
  ],
  answer: answerPhase4,
};
