/**
 * Trials of the queue path, and what plans have in common.
 *
 * @module
 */
import type { LoadPlan } from "../load/mod.ts";
import type { Prefetch } from "../run/ports.ts";
import { ceilingPerS, predictedDrainS, serverCount, type Servers } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { ExperimentPlan, TrialPlan } from "./definition.ts";
import { drainDeadlineS } from "./flash_sale.ts";
import { metricPeriodS, paymentHeadline, timeFactor } from "./settings.ts";

/** The service settings that a trial is made of, as `serviceSettings` reads them. */
export interface ServiceSettings {
  payment_ms: number;
  visibility_timeout_s: number;
  prefetch: Prefetch;
  in_flight_max: number;
  on_disconnect: "cancel" | "pay";
  sns_publish_ms: number;
  payment_model: string;
  warm_up_orders: number;
}

/** The services of `quick`, 30 times faster than the original's. */
export const QUICK_SERVICES: ServiceSettings = {
  payment_ms: 100,
  visibility_timeout_s: 30,
  prefetch: "ahead",
  in_flight_max: 10_000,
  on_disconnect: "cancel",
  sns_publish_ms: 0,
  payment_model: "constant",
  warm_up_orders: 100,
};

/** The original's services, with the distance from its clients to the topic. Source: `data/reference/README.md`. */
export const ORIGINAL_SERVICES: ServiceSettings = {
  ...QUICK_SERVICES,
  payment_ms: 3000,
  sns_publish_ms: 110,
  warm_up_orders: 20,
};

/** What sets one trial of the queue path apart. */
export interface QueueTrial {
  trial: string;
  servers: Servers;
  load: LoadPlan;
  /** Orders left when arrivals end, by arithmetic. */
  backlog: number;
}

/** A trial of the queue path. */
export function queueTrial(s: ServiceSettings, queue: QueueTrial): TrialPlan {
  const { servers } = queue;
  const drainS = predictedDrainS(queue.backlog, servers, s.payment_ms);
  return {
    trial: queue.trial,
    path: "queue",
    ...servers,
    paymentMs: s.payment_ms,
    ...(s.payment_model === "constant" ? {} : { paymentModel: s.payment_model }),
    prefetch: s.prefetch,
    visibilityTimeoutS: s.visibility_timeout_s,
    onDisconnect: s.on_disconnect,
    inFlightMax: s.in_flight_max,
    load: queue.load,
    // Few enough that a slow trial's warm-up is drained within three seconds.
    warmUpOrders: Math.min(s.warm_up_orders, Math.ceil(3 * ceilingPerS(servers, s.payment_ms))),
    predictedDrainS: drainS,
    drainDeadlineS: drainDeadlineS(drainS, s.visibility_timeout_s),
  };
}

/** The plan of these trials. */
export function planOf(
  s: { payment_ms: number; sns_publish_ms: number },
  trials: TrialPlan[],
): ExperimentPlan {
  const factor = timeFactor(s.payment_ms);
  return {
    trials,
    timeFactor: factor,
    latenciesMs: s.sns_publish_ms === 0 ? {} : { "sns.publish": s.sns_publish_ms },
    metricPeriodS: metricPeriodS(factor),
    headline: paymentHeadline(s.payment_ms),
  };
}

/** The servers of a measured row. */
export function serversOf(row: SummaryRow): Servers {
  return {
    workers: row.workers,
    concurrency: row.concurrency,
    paymentSlots: row.payment_slots,
  };
}

/** The most that a measured row's servers can complete, orders per second. */
export function rowCeilingPerS(row: SummaryRow): number {
  return ceilingPerS(serversOf(row), row.service_time_ms);
}

/** What a measured row's backlog takes to drain by arithmetic, seconds; nothing where its backlog is not known. */
export function rowDrainS(row: SummaryRow): number | undefined {
  const { backlog_peak_orders: peak, service_time_ms } = row;
  return peak === undefined ? undefined : predictedDrainS(peak, serversOf(row), service_time_ms);
}

/** Payments at once of a measured row. */
export function rowServerCount(row: SummaryRow): number {
  return serverCount(serversOf(row));
}

/** Rows whose trial ended as planned: only these are compared. */
export function completedRows(rows: readonly SummaryRow[]): SummaryRow[] {
  return rows.filter((row) => row.state === "completed");
}

/** Of a trial's repetitions the one in the middle by a figure, the lower of two; `undefined` of none. */
export function medianRow(
  rows: readonly SummaryRow[],
  figure: (row: SummaryRow) => number,
): SummaryRow | undefined {
  const ordered = [...rows].sort((a, b) => figure(a) - figure(b));
  return ordered[Math.floor((ordered.length - 1) / 2)];
}

/** Milliseconds of the summary as seconds; nothing stays nothing. */
export function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

/** Completed rows by trial, in the order of the rows. */
export function byTrial(rows: readonly SummaryRow[]): Map<string, SummaryRow[]> {
  return Map.groupBy(completedRows(rows), ({ trial }) => trial);
}
