/**
 * The figures of a summary row, each group from the evidence that it needs. Pure.
 *
 * @module
 */
import type { Ledger } from "../collect/ledger.ts";
import type { Rows } from "../collect/rows.ts";
import type { RequestRow } from "../load/mod.ts";
import { backlogGrowthPerS, completionsWithin, utilisation, type Window } from "./backlog.ts";
import { ascendingSpans, type OrderTimes } from "./order_times.ts";
import { mean, quantile } from "./quantiles.ts";
import type {
  AgeFigures,
  ResponseFigures,
  ThroughputFigures,
  WorkerFigures,
  WorkerStatistics,
} from "./summary_row.ts";
import { sortAscending } from "./sort_ascending.ts";

/** Response times of confirmed orders, from their scheduled send; and how late sends were. */
export function responseFigures(requests: Rows<RequestRow>, load: Window): ResponseFigures {
  const responses = new Float64Array(requests.length);
  const lags = new Float64Array(requests.length);
  let [confirmed, sent] = [0, 0];
  let lastConfirmedAtMs = -Infinity;
  for (const { outcome, scheduled_at_ms: dueAtMs, sent_at_ms, responded_at_ms } of requests) {
    if (sent_at_ms !== undefined) lags[sent++] = sent_at_ms - dueAtMs;
    if (outcome !== "confirmed" || responded_at_ms === undefined) continue;
    responses[confirmed++] = responded_at_ms - dueAtMs;
    lastConfirmedAtMs = Math.max(lastConfirmedAtMs, responded_at_ms);
  }
  const responseMs = sortAscending(responses.subarray(0, confirmed));
  return {
    response_ms_p50: quantile(responseMs, 0.5),
    response_ms_p95: quantile(responseMs, 0.95),
    response_ms_p99: quantile(responseMs, 0.99),
    response_ms_max: quantile(responseMs, 1),
    last_confirmed_s: confirmed === 0 ? undefined : (lastConfirmedAtMs - load.fromMs) / 1000,
    send_lag_ms_p99: quantile(sortAscending(lags.subarray(0, sent)), 0.99),
  };
}

/** How long orders were in the system, and how fast the backlog grew. */
export function ageFigures(times: OrderTimes, lastAcceptedAtMs: number | undefined): AgeFigures {
  const ages = ascendingSpans(times.acceptedAtMs, times.completedAtMs);
  return {
    backlog_growth_per_s: lastAcceptedAtMs === undefined
      ? undefined
      : backlogGrowthPerS(times, lastAcceptedAtMs),
    age_ms_mean: mean(ages),
    age_ms_p50: quantile(ages, 0.5),
    age_ms_p99: quantile(ages, 0.99),
    age_ms_max: quantile(ages, 1),
    hold_ms_max: quantile(ascendingSpans(times.receivedAtMs, times.completedAtMs), 1),
  };
}

/** Completions and utilisation in the window named. */
export function throughputFigures(
  times: OrderTimes,
  payments: Ledger["payments"],
  busy: Window | undefined,
  servers: number,
  load: Window,
): ThroughputFigures {
  const window = busy ?? load;
  const lengthS = (window.toMs - window.fromMs) / 1000;
  return {
    throughput_per_s: lengthS > 0 ? completionsWithin(times, window) / lengthS : undefined,
    throughput_window: busy === undefined ? "load" : "utilisation",
    utilisation_ratio: busy === undefined ? undefined : utilisation(payments, servers, busy),
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

/** The largest value there is, `undefined` of none; NaN counts as none. */
export function lastOf<T>(
  items: Iterable<T>,
  valueOf: (item: T) => number | undefined,
): number | undefined {
  let last = -Infinity;
  for (const item of items) {
    const value = valueOf(item);
    if (value !== undefined && value > last) last = value;
  }
  return last === -Infinity ? undefined : last;
}
