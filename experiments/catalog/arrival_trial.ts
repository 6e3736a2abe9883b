/**
 * What experiments on arrival shapes have in common: the same arrivals on a few numbers of slots.
 *
 * @module
 */
import { z } from "zod";
import type { Arrivals } from "../load/arrivals.ts";
import { readReplay } from "../load/replay.ts";
import { countedText, countText, secondsText, significant } from "../run/format.ts";
import { ceilingPerS } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { ExperimentPlan, ResultColumn, TrialPlan } from "./definition.ts";
import {
  planOf,
  queueTrial,
  rowCeilingPerS,
  seconds,
  type ServiceSettings,
} from "./queue_trial.ts";
import {
  fileSetting,
  listSetting,
  NO_FILE,
  numberSetting,
  serviceSettings,
  WHOLE_NUMBERS,
} from "./settings.ts";

/** Settings of every arrival shape. */
export const arrivalSettings = {
  ...serviceSettings,
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  spacing: z.enum(["even", "poisson"], { error: "must be even or poisson" })
    .describe("even gaps, or those that many independent customers make"),
  arrivals_csv: fileSetting(
    "file of arrival times that are replayed instead, column at_ms or scheduled_at_ms",
    "arrival times",
    readReplay,
  ),
  slots: listSetting(
    "loops and payments at once of the one worker, a trial each",
    WHOLE_NUMBERS,
    "must be whole numbers such as 5,20",
  ),
};

/** What arithmetic says of arrivals that are a known rate over time, and of servers of a ceiling. */
export interface ArrivalForecast {
  /** Largest backlog beyond what is being paid, orders. */
  peak: number;
  /** Backlog when arrivals end, orders. */
  left: number;
}

/**
 * The backlog of arrivals at known times: what each order finds before it when it comes. It shrinks by
 * the ceiling, and is never negative.
 */
export function replayForecast(
  atMs: readonly number[],
  ceilingOrdersPerS: number,
): ArrivalForecast {
  let [peak, left, beforeMs] = [0, -1, 0];
  for (const ms of atMs) {
    left = Math.max(0, left + 1 - ceilingOrdersPerS * (ms - beforeMs) / 1000);
    peak = Math.max(peak, left);
    beforeMs = ms;
  }
  return { peak, left: Math.max(0, left) };
}

/** A trial for each number of slots, with these arrivals or those of the file that was set. */
export function arrivalPlan(
  s: ServiceSettings & { slots: string; arrivals_csv: string },
  shaped: Arrivals,
  shapeForecast: (ceilingOrdersPerS: number) => ArrivalForecast,
): ExperimentPlan {
  const arrivals: Arrivals = s.arrivals_csv === NO_FILE
    ? shaped
    : { kind: "replay", atMs: readReplay(s.arrivals_csv) };
  const forecast = arrivals.kind === "replay"
    ? (ceiling: number) => replayForecast(arrivals.atMs, ceiling)
    : shapeForecast;
  return planOf(
    s,
    s.slots.split(",").map(Number).map((slots) => {
      const servers = { workers: 1, concurrency: slots, paymentSlots: slots };
      return queueTrial(s, {
        trial: `slots-${slots}`,
        servers,
        load: { model: "open", arrivals },
        backlog: forecast(ceilingPerS(servers, s.payment_ms)).left,
      });
    }),
  );
}

/**
 * Columns of an arrival shape.
 *
 * @param forecast of a measured row's plan. Its longest wait, `peak / ceiling + payment`, is that of a
 * line in order; a standard queue keeps none, so that single orders wait longer.
 */
export function arrivalColumns(
  shapeForecast: (plan: TrialPlan) => ArrivalForecast,
): readonly ResultColumn[] {
  const forecast = (plan: TrialPlan) => {
    const { load, paymentMs } = plan;
    return load.model === "open" && load.arrivals.kind === "replay"
      ? replayForecast(load.arrivals.atMs, ceilingPerS(plan, paymentMs))
      : shapeForecast(plan);
  };
  return [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    { header: "ceiling", cell: (row) => significant(rowCeilingPerS(row)) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    {
      header: "predicted",
      cell: (row, plan) => countText(forecast(plan).peak + row.payment_slots),
    },
    { header: "p50 to paid", cell: (row) => secondsText(seconds(row.age_ms_p50)) },
    { header: "longest", cell: (row) => secondsText(seconds(row.age_ms_max)) },
    {
      header: "if in order",
      cell: (row, plan) =>
        secondsText(forecast(plan).peak / rowCeilingPerS(row) + row.service_time_ms / 1000),
    },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    {
      header: "predicted",
      cell: (row, plan) =>
        secondsText(forecast(plan).left / rowCeilingPerS(row) + row.service_time_ms / 1000),
    },
  ];
}

/** `5 slots (50.0 orders/s): 300 orders behind at most, the longest wait 6.11 s`. */
export function waitText(row: SummaryRow): string {
  return `with ${countedText(row.payment_slots, "slot")} (${
    significant(rowCeilingPerS(row))
  } orders/s) up to ` +
    `${countedText(row.backlog_peak_orders, "order")} were unpaid and one waited ` +
    `${secondsText(seconds(row.age_ms_max))}`;
}
