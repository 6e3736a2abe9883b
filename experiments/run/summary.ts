/**
 * One row of `summary.csv` from what a trial left behind. Pure.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { backlogPeak, backlogSteps, utilisationWindow } from "./backlog.ts";
import { countOrders, type OrderCounts } from "./conservation.ts";
import { orderTimes } from "./order_times.ts";
import { serverCount } from "./prediction.ts";
import { ascending, mean, quantile } from "./quantiles.ts";
import type { TrialState } from "./schema.ts";
import {
  ageFigures,
  lastOf,
  responseFigures,
  throughputFigures,
  workerFigures,
} from "./summary_figures.ts";
import type { SummaryRow, TrialEvidence, TrialIdentity } from "./summary_row.ts";

export { hasLedger, LEDGER_UNAVAILABLE } from "./summary_row.ts";
export type { SummaryRow, TrialEvidence, TrialIdentity, WorkerStatistics } from "./summary_row.ts";

/** Makes the summary row of one trial and repetition. */
export function summarise(
  identity: TrialIdentity,
  plan: TrialPlan,
  evidence: TrialEvidence,
): SummaryRow {
  const { requests, ledger, load } = evidence;
  const counts = evidence.counts ?? countOrders(requests, ledger.rows);
  const servers = serverCount({ ...plan, workers: plan.path === "sync" ? 1 : plan.workers });
  const times = orderTimes(ledger.rows);
  const steps = backlogSteps(times);
  const lastAcceptedAtMs = lastOf(times.acceptedAtMs, (atMs) => atMs);
  const lastCompletedAtMs = lastOf(times.completedAtMs, (atMs) => atMs);
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
    ...ageFigures(times, lastAcceptedAtMs),
    ...throughputFigures(times, ledger.payments, utilisationWindow(steps, servers), servers, load),
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
