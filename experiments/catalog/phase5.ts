/**
 * phase5: worker scaling. How do worker loops and payment slots set the drain of a flash sale?
 *
 * @module
 */
import { z } from "zod";
import { countText, percentText, secondsText, significant } from "../run/format.ts";
import { ceilingPerS, predictedBacklog, predictedDrainS, serverCount } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan, ResultColumn, TrialPlan } from "./definition.ts";
import {
  drainDeadlineS,
  flashSaleConflicts,
  flashSaleLoad,
  flashSaleRatePerS,
  flashSaleSettings,
  ORIGINAL_USERS,
  QUICK_USERS,
} from "./flash_sale.ts";
import { metricPeriodS, paymentHeadline, serviceSettings, timeFactor } from "./settings.ts";

const settings = z.strictObject({
  ...serviceSettings,
  ...flashSaleSettings,
  trials: z.coerce.string().regex(
    /^\d+x\d+(,\d+x\d+)*$/,
    "must be pairs of loops x slots, such as 20x5,100x100",
  ).describe("pairs of worker loops x payment slots"),
});

type Phase5Settings = z.infer<typeof settings>;

/** The original's concurrencies, each with as many slots; and behind its 5 slots, as it really ran. */
const TRIALS = "1x1,5x5,20x20,100x100,20x5,100x5";

function planPhase5(s: Phase5Settings): ExperimentPlan {
  const factor = timeFactor(s.payment_ms);
  const trials = s.trials.split(",").map((pair): TrialPlan => {
    const [concurrency, paymentSlots] = pair.split("x").map(Number) as [number, number];
    const servers = { workers: 1, concurrency, paymentSlots };
    const ratePerS = flashSaleRatePerS(s, s.sns_publish_ms);
    const backlog = predictedBacklog(ratePerS, s.load_s, servers, s.payment_ms);
    const drainS = predictedDrainS(backlog, servers, s.payment_ms);
    return {
      trial: trialId(concurrency, paymentSlots),
      path: "queue",
      workers: 1,
      concurrency,
      paymentSlots,
      paymentMs: s.payment_ms,
      prefetch: s.prefetch,
      visibilityTimeoutS: s.visibility_timeout_s,
      onDisconnect: s.on_disconnect,
      inFlightMax: s.in_flight_max,
      load: flashSaleLoad(s),
      warmUpOrders: warmUpOrders(s.warm_up_orders, ceilingPerS(servers, s.payment_ms)),
      predictedDrainS: drainS,
      drainDeadlineS: drainDeadlineS(drainS, s.visibility_timeout_s),
    };
  });
  return {
    trials,
    timeFactor: factor,
    latenciesMs: s.sns_publish_ms === 0 ? {} : { "sns.publish": s.sns_publish_ms },
    metricPeriodS: metricPeriodS(factor),
    headline: paymentHeadline(s.payment_ms),
  };
}

/** Few enough that a slow trial's warm-up is drained within three seconds. */
function warmUpOrders(wanted: number, ceilingOrdersPerS: number): number {
  return Math.min(wanted, Math.ceil(3 * ceilingOrdersPerS));
}

function trialId(concurrency: number, paymentSlots: number): string {
  return concurrency === paymentSlots
    ? `concurrency-${concurrency}`
    : `concurrency-${concurrency}-slots-${paymentSlots}`;
}

/** The servers of a measured row. */
export function rowServers(row: SummaryRow) {
  return {
    workers: row.workers,
    concurrency: row.concurrency,
    paymentSlots: row.payment_slots,
  };
}

/** Columns that every drain of a queue is shown by. */
export const drainColumns: readonly ResultColumn[] = [
  { header: "trial", align: "left", cell: (row) => row.trial },
  { header: "accepted", cell: (row) => countText(row.accepted) },
  { header: "lost", cell: (row) => countText(row.lost) },
  { header: "twice", cell: (row) => countText(row.duplicated) },
  { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
  { header: "drain", cell: (row) => secondsText(row.drain_s) },
  {
    header: "predicted",
    cell: (row) =>
      secondsText(
        predictedDrainS(row.backlog_peak_orders, rowServers(row), row.service_time_ms),
      ),
  },
  { header: "rate/s", cell: (row) => significant(row.throughput_per_s) },
  {
    header: "ceiling",
    cell: (row) => significant(ceilingPerS(rowServers(row), row.service_time_ms)),
  },
  { header: "busy", cell: (row) => percentText(row.utilisation_ratio) },
];

/** Which of loops and slots set the drain, from pairs of rows that differ in one of them. */
function answerPhase5(rows: readonly SummaryRow[]): string {
  const drained = rows.filter((row) => row.state === "completed" && row.drain_s !== undefined);
  if (drained.length === 0) return "No trial drained, so nothing can be said about the drain.";
  const held = drained.filter((row) => {
    const predictedS = predictedDrainS(
      row.backlog_peak_orders,
      rowServers(row),
      row.service_time_ms,
    );
    const allowedS = Math.max(0.05 * predictedS, 1.5 * row.service_time_ms / 1000);
    return Math.abs(row.drain_s! - predictedS) <= allowedS;
  });
  const rule = `peak × payment / min(loops, slots)`;
  if (held.length < drained.length) {
    return `Drain is ${rule} in ${held.length} of ${drained.length} trials; the others take longer than arithmetic, see the table.`;
  }
  const twins = slotTwins(drained);
  return `Drain is set by min(loops, slots)${twins}: it is ${rule} in ${drained.length} of ${drained.length} trials.`;
}

/** `: 20 and 100 loops behind 5 slots drain like 5`, where such trials were run. */
function slotTwins(rows: readonly SummaryRow[]): string {
  const capped = rows.filter((row) => row.concurrency > row.payment_slots);
  if (capped.length === 0) return "";
  const slots = capped[0]!.payment_slots;
  const same = capped.filter((row) => row.payment_slots === slots);
  const own = rows.find((row) => row.concurrency === slots && row.payment_slots === slots);
  if (own === undefined) return "";
  const servers = serverCount(rowServers(own));
  const alike = same.every((row) => Math.abs(row.drain_s! / own.drain_s! - 1) <= 0.05);
  if (!alike) return "";
  const loops = [...new Set(same.map((row) => row.concurrency))].join(" and ");
  return `, ${loops} loops behind ${slots} slots drain like ${servers}`;
}

/** Worker scaling; see the module. */
export const phase5: Experiment<Phase5Settings> = {
  name: "phase5",
  title: "worker scaling",
  question: "How do worker loops and payment slots set the drain of a flash sale?",
  settings,
  sizes: {
    quick: {
      payment_ms: 100,
      visibility_timeout_s: 30,
      prefetch: "ahead",
      in_flight_max: 10_000,
      on_disconnect: "cancel",
      sns_publish_ms: 0,
      warm_up_orders: 500,
      load_model: "open",
      // 48.27 orders/s × 30: the published rate of the original's flash sale at this time factor.
      rate_per_s: 1448,
      load_s: 1,
      ...QUICK_USERS,
      trials: TRIALS,
    },
    original: {
      payment_ms: 3000,
      visibility_timeout_s: 30,
      prefetch: "ahead",
      in_flight_max: 10_000,
      on_disconnect: "cancel",
      sns_publish_ms: 110,
      warm_up_orders: 20,
      load_model: "closed",
      rate_per_s: 48.27,
      load_s: 60,
      ...ORIGINAL_USERS,
      trials: TRIALS,
    },
  },
  conflicts: flashSaleConflicts,
  plan: planPhase5,
  columns: drainColumns,
  answer: answerPhase5,
};
