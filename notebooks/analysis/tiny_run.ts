/**
 * Runs small enough to be counted by hand, for tests of figures.
 *
 * @module
 */
import type { TrialPlan } from "../../experiments/catalog/definition.ts";
import type { Ledger, OrderRow, PaymentInterval } from "../../experiments/collect/ledger.ts";
import { testRun, trialPlan } from "../../experiments/compare/runs_for_tests.ts";
import type { RequestRow } from "../../experiments/load/mod.ts";
import type { Manifest } from "../../experiments/run/manifest.ts";
import { createRunFolder } from "../../experiments/run/run_folder.ts";
import {
  ordersTable,
  queueTable,
  requestsTable,
  summaryTable,
} from "../../experiments/run/schema.ts";
import { summarise, type SummaryRow } from "../../experiments/run/summary.ts";
import { type TemporaryRun, temporaryRun } from "./temporary_run.ts";

/** What differs from the tiny run's own. */
export interface TinyOptions {
  /** Fields of `manifest.json`. */
  manifest?: Partial<Manifest>;
  /** Fields of every row of `summary.csv`. */
  summary?: Partial<SummaryRow>;
  /** Payment slots of each trial; default: one trial of two. */
  slots?: readonly number[];
}

/** When orders are accepted, ms. */
const ACCEPTED_AT_MS = [10, 30, 40, 45, 50, 65, 70, 80] as const;
const PAYMENT_MS = 50;

/**
 * Writes a run below `parent`: trials `slots-<n>`, in each eight orders accepted and one rejected in 80 ms, paid
 * in their order in 50 ms each. Each repetition's last payment is 10 ms longer than the one's before; the last
 * order is paid twice.
 *
 * @returns the run's folder.
 */
export async function writeTinyRun(
  parent: string,
  { manifest: changed = {}, summary = {}, slots = [2] }: TinyOptions = {},
): Promise<string> {
  const trials = slots.map((count) =>
    trialPlan({
      trial: `slots-${count}`,
      concurrency: count,
      paymentSlots: count,
      paymentMs: PAYMENT_MS,
      visibilityTimeoutS: 0.1,
    })
  );
  const { manifest } = testRun([], { trials, repetitions: 1, ...changed });
  const folder = await createRunFolder(parent, manifest.run_id);
  for (let repetition = 1; repetition <= manifest.repetitions; repetition++) {
    for (const plan of trials) {
      const requests = requestRows(plan, repetition);
      const ledger = ledgerOf(plan, requests);
      await folder.append(requestsTable, requests.map((row) => ({ ...row })));
      await folder.append(ordersTable, Array.from(ledger.rows, (row) => ({ ...row })));
      await folder.append(queueTable, queueRows(plan, repetition));
      const identity = { ...manifest, timeFactor: manifest.time_factor, repetition };
      const row = summarise(identity, plan, {
        requests,
        ledger,
        paymentMs: [PAYMENT_MS],
        workers: [],
        queueVisible: [6, 4],
        queueAgeS: [],
        load: { fromMs: 0, toMs: 100 },
        marks: [],
      });
      await folder.append(summaryTable, [{ ...row, ...summary }]);
    }
  }
  const files = await folder.finish("A question?", manifest.started_at);
  await folder.writeManifest({ ...manifest, files, ...changed });
  return folder.path;
}

/**
 * Opens a tiny run of its own folder, which goes with it.
 *
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(tiny.run.summary[0]?.drain_s, 0.15);
 * ```
 */
export async function tinyRun(options: TinyOptions = {}): Promise<TemporaryRun> {
  return await temporaryRun((parent) => writeTinyRun(parent, options));
}

function requestRows({ trial, path }: TrialPlan, repetition: number): RequestRow[] {
  const identity = { trial, repetition, path, sender: "arrivals" };
  const confirmed = ACCEPTED_AT_MS.map((atMs, index): RequestRow => ({
    ...identity,
    order_id: `order-${index + 1}`,
    scheduled_at_ms: atMs - 8,
    sent_at_ms: atMs - 7,
    responded_at_ms: atMs + index,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  }));
  return [...confirmed, {
    ...identity,
    order_id: "order-9",
    scheduled_at_ms: 75,
    sent_at_ms: 75,
    responded_at_ms: 79,
    status: 503,
    outcome: "rejected",
    error: "the queue is full",
  }];
}

function ledgerOf({ paymentSlots }: TrialPlan, requests: readonly RequestRow[]): Ledger {
  const freeAtMs = new Array<number>(paymentSlots).fill(0);
  const payments: PaymentInterval[] = [];
  const rows = requests.map((request, index): OrderRow => {
    const { sender: _sender, status: _status, error: _error, outcome: _outcome, ...order } =
      request;
    const acceptedAtMs = ACCEPTED_AT_MS[index];
    const none = {
      received_at_ms: undefined,
      started_at_ms: undefined,
      completed_at_ms: undefined,
    };
    const rest = { ...order, accepted_at_ms: acceptedAtMs, cold_start: undefined };
    if (acceptedAtMs === undefined) {
      return { ...rest, ...none, attempts: 0, completions: 0, final_state: "rejected" };
    }
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    const startedAtMs = Math.max(acceptedAtMs, freeAtMs[slot]!);
    const isLast = index === ACCEPTED_AT_MS.length - 1;
    const completedAtMs = startedAtMs + PAYMENT_MS + (isLast ? (order.repetition - 1) * 10 : 0);
    freeAtMs[slot] = completedAtMs;
    payments.push({ startedAtMs, completedAtMs });
    if (isLast) payments.push({ startedAtMs, completedAtMs });
    return {
      ...rest,
      received_at_ms: Math.max(acceptedAtMs, startedAtMs - 60),
      started_at_ms: startedAtMs,
      completed_at_ms: completedAtMs,
      attempts: isLast ? 2 : 1,
      completions: isLast ? 2 : 1,
      final_state: "completed",
    };
  });
  return { rows, payments, unknownIds: [] };
}

function queueRows({ trial }: TrialPlan, repetition: number) {
  const points = [
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: -900, value: 0 },
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: 100, value: 6 },
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: 1100, value: 0 },
    { queue: "orders", metric: "ApproximateAgeOfOldestMessage", at_ms: 100, value: 0.1 },
    { queue: "orders-dlq", metric: "ApproximateNumberOfMessagesVisible", at_ms: 100, value: 99 },
  ];
  return points.map(({ queue, ...point }) => ({
    trial,
    repetition,
    namespace: "AWS/SQS",
    dimensions: `QueueName=${queue}-${trial}-r${repetition}`,
    statistic: "Maximum",
    period_s: 1,
    unit: "Count",
    ...point,
  }));
}
