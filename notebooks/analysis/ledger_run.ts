/**
 * Runs of any ledgers, for tests of figures.
 *
 * @module
 */
import type { OrderRow } from "../../experiments/collect/ledger.ts";
import { testRun, trialPlan } from "../../experiments/compare/runs_for_tests.ts";
import type { RequestRow } from "../../experiments/load/mod.ts";
import { createRunFolder } from "../../experiments/run/run_folder.ts";
import {
  ordersTable,
  queueTable,
  requestsTable,
  summaryTable,
} from "../../experiments/run/schema.ts";
import { summarise } from "../../experiments/run/summary.ts";
import { type TemporaryRun, temporaryRun } from "./temporary_run.ts";

/** A confirmed order; a time that is left out is not known. Milliseconds since the run's start. */
export interface LedgerOrder {
  respondedAtMs?: number | undefined;
  acceptedAtMs?: number | undefined;
  receivedAtMs?: number | undefined;
  startedAtMs?: number | undefined;
  /** An order without it is outstanding. */
  completedAtMs?: number | undefined;
}

const PAYMENT_MS = 50;
const SLOTS = 2;
/** The load's planned end. */
const LOAD_ENDS_MS = 100;

/**
 * A run with a trial for each ledger: `ledger-1`, `ledger-2`, … of two payment slots.
 *
 * @example
 * ```ts
 * import { ledgerRun } from "./ledger_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using of = await ledgerRun([[{ acceptedAtMs: 5, completedAtMs: 55 }]]);
 * assert.equal(of.run.summary[0]?.drain_s, 0.05);
 * ```
 */
export async function ledgerRun(
  ledgers: readonly (readonly LedgerOrder[])[],
): Promise<TemporaryRun> {
  return await temporaryRun((parent) => writeLedgers(parent, ledgers));
}

async function writeLedgers(
  parent: string,
  ledgers: readonly (readonly LedgerOrder[])[],
): Promise<string> {
  const trials = ledgers.map((_, index) =>
    trialPlan({ trial: `ledger-${index + 1}`, concurrency: SLOTS, paymentSlots: SLOTS })
  );
  const { manifest } = testRun([], { trials, repetitions: 1 });
  const folder = await createRunFolder(parent, manifest.run_id);
  await folder.append(queueTable, []);
  for (const [index, plan] of trials.entries()) {
    const rows = ledgers[index]!.map((order, place) => orderRow(plan.trial, order, place));
    const requests = rows.map(requestRow);
    await folder.append(ordersTable, rows.map((row) => ({ ...row })));
    await folder.append(requestsTable, requests.map((row) => ({ ...row })));
    const row = summarise({ ...manifest, timeFactor: 30, repetition: 1 }, plan, {
      requests,
      ledger: { rows, payments: [], unknownIds: [] },
      paymentMs: [PAYMENT_MS],
      workers: [],
      queueVisible: [],
      queueAgeS: [],
      load: { fromMs: 0, toMs: LOAD_ENDS_MS },
      marks: [],
    });
    await folder.append(summaryTable, [{ ...row }]);
  }
  const files = await folder.finish(manifest.question, manifest.started_at);
  await folder.writeManifest({ ...manifest, files });
  return folder.path;
}

function orderRow(trial: string, order: LedgerOrder, place: number): OrderRow {
  const { completedAtMs } = order;
  const completions = completedAtMs === undefined ? 0 : 1;
  return {
    trial,
    repetition: 1,
    order_id: `order-${place + 1}`,
    path: "queue",
    scheduled_at_ms: 0,
    sent_at_ms: 0,
    responded_at_ms: order.respondedAtMs,
    accepted_at_ms: order.acceptedAtMs,
    received_at_ms: order.receivedAtMs,
    started_at_ms: order.startedAtMs,
    completed_at_ms: completedAtMs,
    attempts: completions,
    completions,
    cold_start: undefined,
    final_state: completedAtMs === undefined ? "outstanding" : "completed",
  };
}

function requestRow(
  { trial, repetition, order_id, path, scheduled_at_ms, sent_at_ms, responded_at_ms }: OrderRow,
): RequestRow {
  return {
    trial,
    repetition,
    order_id,
    path,
    sender: "arrivals",
    scheduled_at_ms,
    sent_at_ms,
    responded_at_ms,
    status: undefined,
    outcome: "confirmed",
    error: undefined,
  };
}
