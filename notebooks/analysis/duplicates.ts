/**
 * Orders paid more than once, what that cost, and whether the lease was too short.
 *
 * A queue gives a message away again when it is held for longer than its lease (SQS: visibility timeout). Source:
 * Amazon SQS Developer Guide, "Amazon SQS visibility timeout".
 *
 * @module
 */
import { summaryTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { measureCompleted } from "./measure_trial.ts";
import { overRepetitions } from "./repetitions.ts";
import type { Run } from "./run.ts";
import { COMPLETED_AT_MS, ofCompleted, plannedOf, planOf } from "./trial.ts";

/** See {@linkcode duplicates}. */
export interface Duplicates {
  /** Orders paid more than once, mean over repetitions. */
  duplicated: Figure;
  /** Payments beyond each order's first, mean over repetitions. */
  extraPayments: Figure;
  /** Slot-seconds that these took: extra payments × mean time of a payment, s, mean over repetitions. */
  wastedSlotS: Figure;
}

/**
 * Duplicates of a trial, over its completed repetitions: `e = p − n` payments for nothing, which wasted `w = e m`.
 *
 * `p`: payments; `n`: orders completed; `m`: mean time of a payment, s, or where none was told, the configured one; `w`:
 * slot-seconds.
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
    wastedSlotS: await of(
      "(payments - completed) * coalesce(payment_ms_mean, service_time_ms) / 1000",
      "slot-seconds",
    ),
  };
}

/**
 * Share of the duplicated orders that were held for longer than the lease, `#(hᵢ > v) / #i`, 0 to 1. `hᵢ`: s from
 * the first receive to the first completion of duplicated order `i`; `v`: the lease, s. Near 1 the lease is the cause: the queue gave a message away while its worker had it.
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
    unit: "share",
    rows,
    query: `SELECT avg((${COMPLETED_AT_MS} - received_at_ms::DOUBLE > ${leaseMs})::INTEGER) ` +
      `FROM 'orders.csv' WHERE ${ofCompleted(trial)} AND ${rows}`,
  });
}

/**
 * The lease of a trial's messages, s, as it was planned.
 *
 * @throws {RangeError} if the run has no such trial.
 * @example
 * ```ts
 * import { leaseOf } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(leaseOf(tiny.run, "slots-2").value, 0.1);
 * ```
 */
export function leaseOf(run: Run, trial: string): Figure {
  return plannedOf(run, trial, "visibilityTimeoutS", "s");
}

const HOLD_S = "max(hold_ms_max::DOUBLE) / 1000";

/**
 * The longest that a message was held, `max hᵢ`, s; `hᵢ`: from the first receive to the first completion of order `i`.
 *
 * @throws {RangeError} if no completed repetition has an order that was received and completed.
 * @example
 * ```ts
 * import { longestHold } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await longestHold(tiny.run, "slots-2")).value, 0.11);
 * ```
 */
export async function longestHold(run: Run, trial: string): Promise<Figure> {
  return await ofHolds(run, trial, "the longest hold", HOLD_S);
}

/**
 * The lease that would have been safe: the shortest of whole seconds that is longer than every hold,
 * `⌊max hᵢ⌋ + 1`, s. SQS takes whole seconds.
 *
 * @throws {RangeError} as {@linkcode longestHold}.
 * @example
 * ```ts
 * import { safeLease } from "./duplicates.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await safeLease(tiny.run, "slots-2")).value, 1);
 * ```
 */
export async function safeLease(run: Run, trial: string): Promise<Figure> {
  return await ofHolds(run, trial, "the safe lease", `floor(${HOLD_S}) + 1`);
}

async function ofHolds(
  run: Run,
  trial: string,
  figure: string,
  expression: string,
): Promise<Figure> {
  return await measureCompleted(run, trial, {
    figure,
    needs: "a completed repetition must have an order that was received and completed",
    table: summaryTable,
    unit: "s",
    rows: "hold_ms_max IS NOT NULL",
    query: `SELECT ${expression} FROM 'summary.csv' WHERE ${ofCompleted(trial)}`,
  });
}
