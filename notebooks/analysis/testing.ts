/**
 * Runs small enough to be counted by hand, for tests of figures.
 *
 * @module
 */
import type { Ledger, OrderRow } from "../../experiments/collect/ledger.ts";
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
import { openRun, type Run } from "./run.ts";

/** What differs from the tiny run's own. */
export interface TinyOptions {
  /** Fields of `manifest.json`. */
  manifest?: Partial<Manifest>;
  /** Fields of every row of `summary.csv`. */
  summary?: Partial<SummaryRow>;
}

/** When orders are accepted, paid first and answered, ms; two slots of 50 ms. */
const ORDERS = [
  { accepted: 10, started: 10 },
  { accepted: 30, started: 30 },
  { accepted: 40, started: 60 },
  { accepted: 45, started: 80 },
  { accepted: 50, started: 110 },
  { accepted: 65, started: 130 },
  { accepted: 70, started: 160 },
  { accepted: 80, started: 180 },
] as const;

const TRIAL = trialPlan({
  trial: "slots-2",
  concurrency: 2,
  paymentSlots: 2,
  paymentMs: 50,
  visibilityTimeoutS: 0.1,
});

/**
 * Writes a run below `parent`: trial `slots-2`, eight orders accepted and one rejected in 80 ms, paid two
 * at a time in 50 ms each. Each repetition's last payment is 10 ms longer than the one's before; the last
 * order is paid twice.
 *
 * @returns the run's folder.
 */
export async function writeTinyRun(
  parent: string,
  { manifest: changed = {}, summary = {} }: TinyOptions = {},
): Promise<string> {
  const { manifest } = testRun([], { trials: [TRIAL], repetitions: 1, ...changed });
  const folder = await createRunFolder(parent, manifest.run_id);
  for (let repetition = 1; repetition <= manifest.repetitions; repetition++) {
    const requests = requestRows(repetition);
    const ledger = ledgerOf(repetition);
    await folder.append(requestsTable, requests.map((row) => ({ ...row })));
    await folder.append(ordersTable, ledger.rows.map((row) => ({ ...row })));
    await folder.append(queueTable, queueRows(repetition));
    const identity = { ...manifest, timeFactor: manifest.time_factor, repetition };
    const row = summarise(identity, TRIAL, {
      requests,
      ledger,
      paymentMs: [50],
      workers: [],
      queueVisible: [6, 4],
      queueAgeS: [],
      load: { fromMs: 0, toMs: 100 },
      marks: [],
    });
    await folder.append(summaryTable, [{ ...row, ...summary }]);
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
 * import { tinyRun } from "./testing.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(tiny.run.summary[0]?.drain_s, 0.15);
 * ```
 */
export async function tinyRun(
  options: TinyOptions = {},
): Promise<AsyncDisposable & { run: Run; path: string }> {
  const parent = await Deno.makeTempDir();
  const remove = () => Deno.remove(parent, { recursive: true });
  try {
    const path = await writeTinyRun(parent, options);
    const run = await openRun(path);
    return {
      run,
      path,
      async [Symbol.asyncDispose]() {
        run.tables.close();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function identityOf(repetition: number, index: number) {
  return { trial: TRIAL.trial, repetition, order_id: `order-${index + 1}`, path: TRIAL.path };
}

function requestRows(repetition: number): RequestRow[] {
  const confirmed = ORDERS.map(({ accepted }, index): RequestRow => ({
    ...identityOf(repetition, index),
    sender: "arrivals",
    scheduled_at_ms: accepted - 8,
    sent_at_ms: accepted - 7,
    responded_at_ms: accepted + index,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  }));
  return [...confirmed, {
    ...identityOf(repetition, ORDERS.length),
    sender: "arrivals",
    scheduled_at_ms: 75,
    sent_at_ms: 75,
    responded_at_ms: 79,
    status: 503,
    outcome: "rejected",
    error: "the queue is full",
  }];
}

function ledgerOf(repetition: number): Ledger {
  const requests = requestRows(repetition);
  const rows = requests.map(
    ({ sender: _, status: _status, outcome, error: _error, ...request }, index): OrderRow => {
      const order = ORDERS[index];
      const isLast = index === ORDERS.length - 1;
      const late = isLast ? (repetition - 1) * 10 : 0;
      return {
        ...request,
        accepted_at_ms: order?.accepted,
        received_at_ms: order && Math.max(order.accepted, order.started - 60),
        started_at_ms: order?.started,
        completed_at_ms: order && order.started + 50 + late,
        attempts: order ? 1 + Number(isLast) : 0,
        completions: order ? 1 + Number(isLast) : 0,
        cold_start: undefined,
        final_state: outcome === "confirmed" ? "completed" : "rejected",
      };
    },
  );
  const payments = rows.flatMap(({ started_at_ms: startedAtMs, completed_at_ms: completedAtMs }) =>
    startedAtMs === undefined || completedAtMs === undefined ? [] : [{ startedAtMs, completedAtMs }]
  );
  return { rows, payments, unknownIds: [] };
}

function queueRows(repetition: number) {
  const points = [
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: -900, value: 0 },
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: 100, value: 6 },
    { queue: "orders", metric: "ApproximateNumberOfMessagesVisible", at_ms: 1100, value: 0 },
    { queue: "orders", metric: "ApproximateAgeOfOldestMessage", at_ms: 100, value: 0.1 },
    { queue: "orders-dlq", metric: "ApproximateNumberOfMessagesVisible", at_ms: 100, value: 99 },
  ];
  return points.map(({ queue, ...point }) => ({
    trial: TRIAL.trial,
    repetition,
    namespace: "AWS/SQS",
    dimensions: `QueueName=${queue}-slots-2-r${repetition}`,
    statistic: "Maximum",
    period_s: 1,
    unit: "Count",
    ...point,
  }));
}
