/**
 * Orders paid more than once, what that cost, and whether the lease was too short.
 *
 * @module
 */
import { summaryTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { overRepetitions } from "./repetitions.ts";
import type { Run } from "./run.ts";
import { COMPLETED_AT_MS, measureCompleted, ofCompleted, planOf } from "./trial.ts";

/** See {@linkcode duplicates}. */
export interface Duplicates {
  /** Orders paid more than once, mean over repetitions. */
  duplicated: Figure;
  /** Payments beyond each order's first, mean over repetitions. */
  extraPayments: Figure;
  /** Slot-seconds that these took: extra payments × service time, s, mean over repetitions. */
  wastedSlotS: Figure;
}

/**
 * Duplicates of a trial, over its completed repetitions.
 *
 * @throws {RangeError} if no repetition was completed.
 * @example
 * ```ts
 * import { duplicates } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { duplicated, extraPayments, wastedSlotS } = await duplicates(tiny.run, "slots-2");
 * assert.deepEqual([duplicated.value, extraPayments.value, wastedSlotS.value], [1, 1, 0.05]);
 * ```
 */
export async function duplicates(run: Run, trial: string): Promise<Duplicates> {
  const of = (expression: string, unit: string) => overRepetitions(run, trial, expression, unit);
  return {
    duplicated: await of("duplicated", "orders"),
    extraPayments: await of("payments - completed", "payments"),
    wastedSlotS: await of("(payments - completed) * service_time_ms / 1000", "s"),
  };
}

/**
 * Share of the duplicated orders that were held for longer than the lease, from their first receive to their first
 * completion, 0 to 1. Near 1 the lease is the cause: the queue gave a message away while its worker had it.
 *
 * @throws {RangeError} if no order was paid twice.
 * @example
 * ```ts
 * import { shareHeldPastLease } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await shareHeldPastLease(tiny.run, "slots-2")).value, 1); // 110 ms, lease 100 ms
 * ```
 */
export async function shareHeldPastLease(run: Run, trial: string): Promise<Figure> {
  const leaseMs = planOf(run, { trial }).visibilityTimeoutS * 1000;
  const rows = "completions > 1";
  return await measureCompleted(run, trial, {
    figure: "the share of duplicated orders that were held past the lease",
    needs: "a completed repetition must have an order that was paid twice",
    unit: "ratio",
    rows,
    query: `SELECT avg((${COMPLETED_AT_MS} - received_at_ms::DOUBLE > ${leaseMs})::INTEGER) ` +
      `FROM 'orders.csv' WHERE ${ofCompleted(trial)} AND ${rows}`,
  });
}

/**
 * The safe lease: the longest that a message was held from its first receive to its first completion, s. A lease
 * must be longer than this, or the order is paid again.
 *
 * @throws {RangeError} if no completed repetition has an order that was received and completed.
 * @example
 * ```ts
 * import { safeLease } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await safeLease(tiny.run, "slots-2")).value, 0.11);
 * ```
 */
export async function safeLease(run: Run, trial: string): Promise<Figure> {
  return await measureCompleted(run, trial, {
    figure: "the safe lease",
    needs: "a completed repetition must have an order that was received and completed",
    table: summaryTable,
    unit: "s",
    rows: "hold_ms_max IS NOT NULL",
    query: `SELECT max(hold_ms_max::DOUBLE) / 1000 FROM 'summary.csv' WHERE ${ofCompleted(trial)}`,
  });
}
