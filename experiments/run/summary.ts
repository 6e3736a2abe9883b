/**
 * One row of `summary.csv` from what a trial left behind. Pure.
 *
 * @module
 */
import type { Ledger } from "../collect/ledger.ts";
import type { RequestRow } from "../load/mod.ts";
import type { TrialPlan } from "../catalog/definition.ts";
import { backlogGrowthPerS, backlogPeak, backlogSteps, completionsWithin } from "./backlog.ts";
import { utilisation, utilisationWindow, type Window } from "./backlog.ts";
import { countOrders, isAccepted, type OrderCounts } from "./conservation.ts";
import { serverCount } from "./prediction.ts";
import { ascending, mean, quantile } from "./quantiles.ts";
import type { TrialState } from "./schema.ts";

/** Statistics that a worker process writes about itself. */
export interface WorkerStatistics {
  host: string;
  /** Milliseconds since the run's start. */
  atMs: number;
  /** Processor time of the process since its start, seconds. */
  cpuS: number;
  rssBytes: number;
}

/** What a trial was. */
export interface TrialIdentity {
  experiment: string;
  target: string;
  size: string;
  timeFactor: number;
  repetition: number;
}

/** What a trial left behind. */
export interface TrialEvidence {
  requests: readonly RequestRow[];
  ledger: Ledger;
  /** Measured payments, milliseconds. */
  paymentMs: Iterable<number>;
  workers: readonly WorkerStatistics[];
  /** CloudWatch's datapoints of visible messages. */
  queueVisible: readonly number[];
  /** CloudWatch's datapoints of the oldest message's age, seconds. */
  queueAgeS: readonly number[];
  /** From the load's start to its planned end, or to its interruption. */
  load: Window;
  marks: readonly string[];
  /** Set where something other than the counts decided how the trial ended. */
  state?: TrialState;
}

/** One row of `summary.csv`; names as in `schema.ts`. */
export type SummaryRow =
  & OrderCounts
  & {
    experiment: string;
    target: string;
    size: string;
    time_factor: number;
    trial: string;
    repetition: number;
    path: string;
    load_model: "open" | "closed";
    users: number | undefined;
    workers: number;
    concurrency: number;
    payment_slots: number;
    prefetch: string;
    service_time_ms: number;
    offered_rate_per_s: number | undefined;
    offered_load_erlang: number | undefined;
    payment_ms_mean: number | undefined;
    payment_ms_p99: number | undefined;
    backlog_peak_orders: number;
    queue_visible_peak_messages: number | undefined;
    queue_age_peak_s: number | undefined;
    queue_periods: number;
    load_s: number;
    drain_s: number | undefined;
    shots?: number | undefined;
    marks: string;
    state: TrialState;
  }
  & ResponseFigures
  & AgeFigures
  & ThroughputFigures
  & WorkerFigures;

interface ResponseFigures {
  response_ms_p50: number | undefined;
  response_ms_p95: number | undefined;
  response_ms_p99: number | undefined;
  response_ms_max: number | undefined;
  last_confirmed_s: number | undefined;
  send_lag_ms_p99: number | undefined;
}

interface AgeFigures {
  backlog_growth_per_s: number | undefined;
  age_ms_mean: number | undefined;
  age_ms_p50: number | undefined;
  age_ms_p99: number | undefined;
  age_ms_max: number | undefined;
  hold_ms_max: number | undefined;
}

interface ThroughputFigures {
  throughput_per_s: number | undefined;
  throughput_window: "utilisation" | "load";
  utilisation_ratio: number | undefined;
}

interface WorkerFigures {
  worker_cpu_s: number | undefined;
  worker_rss_peak_bytes: number | undefined;
}

/** Makes the summary row of one trial and repetition. */
export function summarise(
  identity: TrialIdentity,
  plan: TrialPlan,
  evidence: TrialEvidence,
): SummaryRow {
  const { requests, ledger, load } = evidence;
  const counts = countOrders(requests, ledger.rows);
  const servers = serverCount({ ...plan, workers: plan.path === "sync" ? 1 : plan.workers });
  const steps = backlogSteps(ledger.rows);
  const lastAcceptedAtMs = lastOf(
    ledger.rows,
    (row) => isAccepted(row) ? acceptedAtMs(row) : undefined,
  );
  const lastCompletedAtMs = lastOf(ledger.rows, (row) => row.completed_at_ms);
  const offeredRatePerS = counts.scheduled * 1000 / Math.max(1, load.toMs - load.fromMs);
  const payments = ascending(evidence.paymentMs);
  return {
    experiment: identity.experiment,
    target: identity.target,
    size: identity.size,
    time_factor: identity.timeFactor,
    trial: plan.trial,
    repetition: identity.repetition,
    path: plan.path,
    load_model: plan.load.model,
    users: plan.load.model === "closed" ? plan.load.users : undefined,
    workers: plan.path === "sync" ? 0 : plan.workers,
    concurrency: plan.concurrency,
    payment_slots: plan.paymentSlots,
    prefetch: String(plan.prefetch),
    service_time_ms: plan.paymentMs,
    offered_rate_per_s: offeredRatePerS,
    offered_load_erlang: offeredRatePerS * plan.paymentMs / 1000,
    ...counts,
    ...responseFigures(requests, load),
    payment_ms_mean: mean(payments),
    payment_ms_p99: quantile(payments, 0.99),
    backlog_peak_orders: backlogPeak(steps),
    queue_visible_peak_messages: lastOf(evidence.queueVisible, (messages) => messages),
    queue_age_peak_s: lastOf(evidence.queueAgeS, (ageS) => ageS),
    queue_periods: evidence.queueVisible.length,
    load_s: ((lastAcceptedAtMs ?? load.toMs) - load.fromMs) / 1000,
    drain_s: drainS(counts, lastAcceptedAtMs, lastCompletedAtMs),
    ...ageFigures(ledger, lastAcceptedAtMs),
    ...throughputFigures(ledger, utilisationWindow(steps, servers), servers, load),
    ...workerFigures(evidence.workers, load.fromMs),
    marks: evidence.marks.join(";"),
    state: evidence.state ?? stateOf(counts),
  };
}

/** How a trial ended, by its counts. */
export function stateOf(counts: OrderCounts): TrialState {
  if (counts.lost > 0) return "failed";
  return counts.outstanding > 0 ? "not_drained" : "completed";
}

/** Nothing where orders are left: how long a drain takes that was cut off is not known. */
function drainS(
  counts: OrderCounts,
  lastAcceptedAtMs: number | undefined,
  lastCompletedAtMs: number | undefined,
): number | undefined {
  if (counts.outstanding > 0 || counts.lost > 0) return undefined;
  if (lastAcceptedAtMs === undefined || lastCompletedAtMs === undefined) return undefined;
  return Math.max(0, lastCompletedAtMs - lastAcceptedAtMs) / 1000;
}

function acceptedAtMs(row: Ledger["rows"][number]): number | undefined {
  return row.accepted_at_ms ?? row.responded_at_ms;
}

function responseFigures(requests: readonly RequestRow[], load: Window): ResponseFigures {
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

function* responseTimes(requests: readonly RequestRow[]): Iterable<number> {
  for (const { outcome, responded_at_ms: atMs, scheduled_at_ms } of requests) {
    if (outcome === "confirmed" && atMs !== undefined) yield atMs - scheduled_at_ms;
  }
}

function* sendLags(requests: readonly RequestRow[]): Iterable<number> {
  for (const { sent_at_ms: atMs, scheduled_at_ms } of requests) {
    if (atMs !== undefined) yield atMs - scheduled_at_ms;
  }
}

function ageFigures({ rows }: Ledger, lastAcceptedAtMs: number | undefined): AgeFigures {
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
  rows: Ledger["rows"],
  since: (row: Ledger["rows"][number]) => number | undefined,
): Iterable<number> {
  for (const row of rows) {
    const fromMs = since(row);
    if (fromMs === undefined || row.completed_at_ms === undefined) continue;
    // Two hosts' clocks may put a completion before its acceptance.
    yield Math.max(0, row.completed_at_ms - fromMs);
  }
}

function throughputFigures(
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

function workerFigures(
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
function lastOf<T>(
  items: readonly T[],
  valueOf: (item: T) => number | undefined,
): number | undefined {
  let last: number | undefined;
  for (const item of items) {
    const value = valueOf(item);
    if (value !== undefined && (last === undefined || value > last)) last = value;
  }
  return last;
}
