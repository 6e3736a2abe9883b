/**
 * One trial and repetition of a run: its rows, its plan and its summary.
 *
 * @module
 */
import type { TrialPlan } from "../../experiments/catalog/definition.ts";
import { serverCount } from "../../experiments/run/prediction.ts";
import type { SummaryRow } from "../../experiments/run/summary.ts";
import type { Figure } from "./figure.ts";
import type { Run } from "./run.ts";
import { quoted } from "./quoted.ts";

/** Names one execution of one trial; a summary row does, too. */
export type TrialKey = Pick<SummaryRow, "trial" | "repetition">;

// Casts, because a column without any value is text to a DuckDB that guesses types.
/** When an order came in: at its acceptance, or where that event is missing, its first receive or payment. */
export const ARRIVED_AT_MS =
  "coalesce(accepted_at_ms::DOUBLE, received_at_ms::DOUBLE, started_at_ms::DOUBLE)";
/** When an order's first payment ended. */
export const COMPLETED_AT_MS = "completed_at_ms::DOUBLE";
/** When an order was accepted: by the service, or where that is not known, by its answer. */
export const ACCEPTED_AT_MS = "coalesce(accepted_at_ms::DOUBLE, responded_at_ms::DOUBLE)";
/** The last acceptance of an order that was accepted, as an aggregate. */
export const LAST_ACCEPTED_MS = `max(${ACCEPTED_AT_MS}) FILTER (WHERE ` +
  "final_state IN ('completed', 'dead_lettered', 'outstanding', 'lost'))";
/** SQL condition on datapoints of `queue.csv`: visible messages of the queue that workers take from. */
export const MAIN_QUEUE_VISIBLE =
  "metric = 'ApproximateNumberOfMessagesVisible' AND dimensions NOT LIKE '%-dlq%'";
/** Payments that can run at once, of a row of `summary.csv`. */
export const SERVERS =
  "(CASE path WHEN 'sync' THEN 1 ELSE workers END * least(concurrency, payment_slots))";

/**
 * SQL condition on the rows of a trial.
 *
 * @example
 * ```ts
 * import { ofTrial } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(ofTrial({ trial: "slots-5", repetition: 2 }), "trial = 'slots-5' AND repetition = 2");
 * ```
 */
export function ofTrial({ trial, repetition }: TrialKey): string {
  return `trial = ${quoted(trial)} AND repetition = ${repetition}`;
}

/**
 * SQL condition on the rows of a trial's completed repetitions.
 *
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { ofCompleted } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
 * const query = `SELECT count(*) FROM 'orders.csv' WHERE ${ofCompleted("slots-2")}`;
 * assert.equal(await tiny.run.tables.value(query), 18);
 * ```
 */
export function ofCompleted(trial: string): string {
  const named = `trial = ${quoted(trial)}`;
  return `${named} AND repetition IN (SELECT repetition FROM 'summary.csv' ` +
    `WHERE ${named} AND state = 'completed')`;
}

/** `slots-5 repetition 2`. */
export function trialName({ trial, repetition }: TrialKey): string {
  return `${trial} repetition ${repetition}`;
}

/**
 * The summary row of a trial.
 *
 * @throws {RangeError} naming the trials that there are.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { summaryOf } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(summaryOf(tiny.run, { trial: "slots-2", repetition: 1 }).accepted, 8);
 * ```
 */
export function summaryOf(run: Run, key: TrialKey): SummaryRow {
  const found = run.summary.find(({ trial, repetition }) =>
    trial === key.trial && repetition === key.repetition
  );
  if (found !== undefined) return found;
  const there = run.summary.map(trialName).join(", ");
  throw new RangeError(`${run.id} has no trial ${trialName(key)}; it has ${there}`);
}

/**
 * The plan of a trial, from the manifest.
 *
 * @throws {RangeError} naming the trials that were planned.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { planOf } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(planOf(tiny.run, { trial: "slots-2" }).paymentSlots, 2);
 * ```
 */
export function planOf(run: Run, { trial }: Pick<TrialKey, "trial">): TrialPlan {
  const { trials } = run.manifest.plan;
  const found = trials.find((plan) => plan.trial === trial);
  if (found !== undefined) return found;
  const there = trials.map((plan) => plan.trial).join(", ");
  throw new RangeError(`${run.id} has no plan of ${trial}; it has ${there}`);
}

/**
 * A number of a trial's plan, as the manifest holds it.
 *
 * @param field names of its place, joined by dots: `visibilityTimeoutS`, `load.durationS`.
 * @throws {RangeError} if the trial was not planned, or its plan has no such number.
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { plannedOf } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(plannedOf(tiny.run, "slots-2", "paymentMs", "ms").value, 50);
 * ```
 */
export function plannedOf(run: Run, trial: string, field: string, unit: string): Figure {
  const value = field.split(".").reduce<unknown>(
    (at, name) => (at as Record<string, unknown> | undefined)?.[name],
    planOf(run, { trial }),
  );
  if (typeof value !== "number") {
    throw new RangeError(
      `Cannot read the plan of ${trial} in ${run.id}: ${field} must be a number, got ${value}`,
    );
  }
  return {
    value,
    unit,
    source: {
      kind: "rows",
      folder: run.folder,
      file: "manifest.json",
      rows: 1,
      query:
        `SELECT plan.${field} FROM (SELECT unnest(plan.trials) AS plan FROM 'manifest.json') ` +
        `WHERE plan.trial = ${quoted(trial)}`,
    },
  };
}

/**
 * Payments that can run at once in a trial: `c = workers × min(concurrency, slots)`; one process on `sync`.
 *
 * @example
 * ```ts
 * import { tinyRun } from "./tiny_run.ts";
 * import { serversOf } from "./trial.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(serversOf(tiny.run, { trial: "slots-2", repetition: 1 }), 2);
 * ```
 */
export function serversOf(run: Run, key: TrialKey): number {
  const { path, workers, concurrency, payment_slots } = summaryOf(run, key);
  return serverCount({
    workers: path === "sync" ? 1 : workers,
    concurrency,
    paymentSlots: payment_slots,
  });
}
