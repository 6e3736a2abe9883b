/**
 * The figures of a summary row, each group from the evidence that it needs. Pure.
 *
 * @module
 */
import type { Ledger, OrderRow } from "../collect/ledger.ts";
import type { Rows } from "../collect/rows.ts";
import type { RequestRow } from "../load/mod.ts";
import { backlogGrowthPerS, completionsWithin, utilisation, type Window } from "./backlog.ts";
import { ascending, mean, quantile } from "./quantiles.ts";
import type {
  AgeFigures,
  ResponseFigures,
  ThroughputFigures,
  WorkerFigures,
  WorkerStatistics,
} from "./summary_row.ts";

/** When an order counts as accepted: by the service, or where that is not known, by its answer. */
export function acceptedAtMs(row: OrderRow): number | undefined {
  return row.accepted_at_ms ?? row.responded_at_ms;
}

/** Response times of confirmed orders, from their scheduled send; and how late sends were. */
export function responseFigures(requests: Rows<RequestRow>, load: Window): ResponseFigures {
  const responses = ascending(responseTimes(requests));
  const lags = ascending(sendLags(requests));
  const lastConfirmedAtMs = lastOf(
    requests,
    ({ outcome, responded_at_ms: atMs }) => outcome === "confirmed" ? atMs : undefined,
  );
  return {
    response_ms_p50: quantile(responses, 0.5),
    response_ms_p95: quantile(responses, 0.95),
    response_ms_p99: quantile(responses, 0.99),
    response_ms_max: quantile(responses, 1),
    last_confirmed_s: lastConfirmedAtMs === undefined
      ? undefined
      : (lastConfirmedAtMs - load.fromMs) / 1000,
    send_lag_ms_p99: quantile(lags, 0.99),
  };
}

function* responseTimes(requests: Rows<RequestRow>): Iterable<number> {
  for (const { outcome, responded_at_ms: atMs, scheduled_at_ms } of requests) {
    if (outcome === "confirmed" && atMs !== undefined) yield atMs - scheduled_at_ms;
  }
}

function* sendLags(requests: Rows<RequestRow>): Iterable<number> {
  for (const { sent_at_ms: atMs, scheduled_at_ms } of requests) {
    if (atMs !== undefined) yield atMs - scheduled_at_ms;
  }
}

/** How long orders were in the system, and how fast the backlog grew. */
export function ageFigures({ rows }: Ledger, lastAcceptedAtMs: number | undefined): AgeFigures {
  const ages = ascending(timesToCompletion(rows, acceptedAtMs));
  return {
    backlog_growth_per_s: lastAcceptedAtMs === undefined
      ? undefined
      : backlogGrowthPerS(rows, lastAcceptedAtMs),
    age_ms_mean: mean(ages),
    age_ms_p50: quantile(ages, 0.5),
    age_ms_p99: quantile(ages, 0.99),
    age_ms_max: quantile(ages, 1),
    hold_ms_max: quantile(ascending(timesToCompletion(rows, (row) => row.received_at_ms)), 1),
  };
}

function* timesToCompletion(
  rows: Rows<OrderRow>,
  since: (row: OrderRow) => number | undefined,
): Iterable<number> {
  for (const row of rows) {
    const fromMs = since(row);
    if (fromMs === undefined || row.completed_at_ms === undefined) continue;
    // Two hosts' clocks may put a completion before its acceptance.
    yield Math.max(0, row.completed_at_ms - fromMs);
  }
}

/** Completions and utilisation in the window named. */
export function throughputFigures(
  ledger: Ledger,
  busy: Window | undefined,
  servers: number,
  load: Window,
): ThroughputFigures {
  const window = busy ?? load;
  const lengthS = (window.toMs - window.fromMs) / 1000;
  return {
    throughput_per_s: lengthS > 0 ? completionsWithin(ledger.rows, window) / lengthS : undefined,
    throughput_window: busy === undefined ? "load" : "utilisation",
    utilisation_ratio: busy === undefined ? undefined : utilisation(ledger.payments, servers, busy),
  };
}

/** What the workers used, without their warm-up. */
export function workerFigures(
  statistics: readonly WorkerStatistics[],
  loadStartMs: number,
): WorkerFigures {
  const before = new Map<string, number>();
  const after = new Map<string, number>();
  for (const { host, atMs, cpuS } of statistics) {
    if (atMs <= loadStartMs) before.set(host, Math.max(before.get(host) ?? 0, cpuS));
    else after.set(host, Math.max(after.get(host) ?? 0, cpuS));
  }
  const used = [...after].map(([host, cpuS]) => cpuS - (before.get(host) ?? 0));
  return {
    worker_cpu_s: used.length === 0 ? undefined : used.reduce((sum, cpuS) => sum + cpuS, 0),
    worker_rss_peak_bytes: lastOf(statistics, ({ rssBytes }) => rssBytes),
  };
}

/** The largest value there is, `undefined` of none. */
export function lastOf<T>(
  items: Iterable<T>,
  valueOf: (item: T) => number | undefined,
): number | undefined {
  let last: number | undefined;
  for (const item of items) {
    const value = valueOf(item);
    if (value !== undefined && (last === undefined || value > last)) last = value;
  }
  return last;
}
