/**
 * phase5: worker scaling. How do worker loops and payment slots set the drain of a flash sale?
 *
 * @module
 */
import { z } from "zod";
import { countedText, countText, percentText, secondsText, significant } from "../run/format.ts";
import { predictedBacklog, serverCount } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan, ResultColumn } from "./definition.ts";
import {
  flashSaleConflicts,
  flashSaleLoad,
  flashSaleRatePerS,
  flashSaleSettings,
  ORIGINAL_USERS,
  QUICK_USERS,
} from "./flash_sale.ts";
import {
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  rowCeilingPerS,
  rowDrainS,
  serversOf,
} from "./queue_trial.ts";
import { serviceSettings } from "./settings.ts";

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
  const ratePerS = flashSaleRatePerS(s, s.sns_publish_ms);
  const trials = s.trials.split(",").map((pair) => {
    const [concurrency, paymentSlots] = pair.split("x").map(Number) as [number, number];
    const servers = { workers: 1, concurrency, paymentSlots };
    return queueTrial(s, {
      trial: trialId(concurrency, paymentSlots),
      servers,
      load: flashSaleLoad(s),
      backlog: predictedBacklog(ratePerS, s.load_s, servers, s.payment_ms),
    });
  });
  return planOf(s, trials);
}

function trialId(concurrency: number, paymentSlots: number): string {
  return concurrency === paymentSlots
    ? `concurrency-${concurrency}`
    : `concurrency-${concurrency}-slots-${paymentSlots}`;
}

/** Columns that every drain of a queue is shown by. */
export const drainColumns: readonly ResultColumn[] = [
  { header: "trial", align: "left", cell: (row) => row.trial },
  { header: "accepted", cell: (row) => countText(row.accepted) },
  { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
  { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
  { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
  { header: "drain", cell: (row) => secondsText(row.drain_s) },
  {
    header: "predicted",
    cell: (row) => secondsText(rowDrainS(row)),
  },
  { header: "rate/s", cell: (row) => significant(row.throughput_per_s) },
  {
    header: "ceiling",
    cell: (row) => significant(rowCeilingPerS(row)),
  },
  { header: "busy", cell: (row) => percentText(row.utilisation_ratio) },
];

/** Which of loops and slots set the drain, from pairs of rows that differ in one of them. */
function answerPhase5(rows: readonly SummaryRow[]): string {
  const drained = rows.filter((row) =>
    row.state === "completed" && row.drain_s !== undefined && rowDrainS(row) !== undefined
  );
  if (drained.length === 0) return "No trial drained, so nothing can be said about the drain.";
  const held = drained.filter((row) => {
    const predictedS = rowDrainS(row)!;
    const allowedS = Math.max(0.05 * predictedS, 1.5 * row.service_time_ms / 1000);
    return Math.abs(row.drain_s! - predictedS) <= allowedS;
  });
  const rule = `peak × payment / min(loops, slots)`;
  if (held.length < drained.length) {
    return `Drain is ${rule} in ${held.length} of ${drained.length} trials; the others differ from arithmetic, see the table.`;
  }
  const twins = slotTwins(drained);
  return `Drain is set by min(loops, slots): it is ${rule} in ${drained.length} of ` +
    `${countedText(drained.length, "trial")}${twins}.`;
}

/** `, and 20 and 100 loops behind 5 slots drain like 5`, where such trials were run. */
function slotTwins(rows: readonly SummaryRow[]): string {
  const capped = rows.filter((row) => row.concurrency > row.payment_slots);
  if (capped.length === 0) return "";
  const slots = capped[0]!.payment_slots;
  const same = capped.filter((row) => row.payment_slots === slots);
  const own = rows.find((row) => row.concurrency === slots && row.payment_slots === slots);
  if (own === undefined) return "";
  const servers = serverCount(serversOf(own));
  const alike = same.every((row) => Math.abs(row.drain_s! / own.drain_s! - 1) <= 0.05);
  if (!alike) return "";
  const loops = [...new Set(same.map((row) => row.concurrency))].join(" and ");
  return `, and ${loops} loops behind ${countedText(slots, "slot")} drain like ${servers}`;
}

/** Worker scaling; see the module. */
export const phase5: Experiment<Phase5Settings> = {
  name: "phase5",
  title: "worker scaling",
  question: "How do worker loops and payment slots set the drain of a flash sale?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      // A hundred slots start a thousand payments in the first second: what is compiled then is measured.
      warm_up_orders: 500,
      load_model: "open",
      // 48.27 orders/s × 30: the published rate of the original's flash sale at this time factor.
      rate_per_s: 1448,
      load_s: 1,
      ...QUICK_USERS,
      trials: TRIALS,
    },
    original: {
      ...ORIGINAL_SERVICES,
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
