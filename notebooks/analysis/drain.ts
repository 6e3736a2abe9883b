/**
 * How long the backlog took to be worked off after the load: by ledger, and as CloudWatch shows it.
 *
 * `a`: last acceptance, `c`: last first-completion, both s. What CloudWatch knows of a queue: Amazon SQS Developer Guide,
 * "Available CloudWatch metrics for Amazon SQS" (`ApproximateNumberOfMessagesVisible` has no messages in flight).
 *
 * @module
 */
import { queueTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { measureTrial } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { LAST_ACCEPTED_MS, MAIN_QUEUE_VISIBLE, ofTrial, type TrialKey } from "./trial.ts";
import { onWindow } from "./windows.ts";

const UNFINISHED = "final_state IN ('outstanding', 'lost')";

/**
 * Drain by ledger: from the last acceptance to the last first-completion, `max(0, c − a)`, in s; 0 where all was
 * finished before.
 *
 * @throws {RangeError} if an order was left, or none was finished: how long a drain takes that was cut off is
 * not known. Nor is it where no acceptance's time is.
 * @example
 * ```ts
 * import { drainByLedger } from "./drain.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await drainByLedger(tiny.run, { trial: "slots-2", repetition: 1 })).value, 0.15);
 * ```
 */
export async function drainByLedger(run: Run, key: TrialKey): Promise<Figure> {
  return await measureTrial(run, key, {
    figure: "the drain",
    needs:
      "every accepted order must be finished, and one at least at a known time after a known acceptance",
    unit: "s",
    ...await onWindow(run, key, "drain", ` SELECT (${ledgerDrain(key)})`),
  });
}

/**
 * Drain as CloudWatch shows it: from the last acceptance to the end of the last period in which a message was
 * visible, `max(0, e − a)`, in s; `e`: that end. 0 where none was visible after it.
 *
 * It cannot see the messages that workers hold, knows no time within a period, and counts messages of orders that
 * are paid already. So it is later than by ledger by up to a period, and by as long as duplicates lie in the queue;
 * it is earlier by what workers still held, and where the queue is looked at once a period, by up to a period more.
 *
 * @throws {RangeError} if there is no datapoint, or none since the load's end says that the queue is empty.
 * @example
 * ```ts
 * import { drainByCloudWatch } from "./drain.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await drainByCloudWatch(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(value, 1.02); // from 80 ms to 1,100 ms
 * ```
 */
export async function drainByCloudWatch(run: Run, key: TrialKey): Promise<Figure> {
  return await measureTrial(run, key, {
    figure: "the drain as CloudWatch shows it",
    needs: "queue.csv must show the queue empty in a period after the load",
    table: queueTable,
    rows: MAIN_QUEUE_VISIBLE,
    unit: "s",
    query: `SELECT (${cloudWatchDrain(key)})`,
  });
}

/**
 * How much longer the drain is as CloudWatch shows it than by ledger, `max(0, e − a) − max(0, c − a)`, in s; negative
 * where it is shorter. Why they differ: {@linkcode drainByCloudWatch}.
 *
 * @throws {RangeError} if there is no drain by one of the two.
 * @example
 * ```ts
 * import { drainDifference } from "./drain.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await drainDifference(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(value, 0.87); // 1.02 s as CloudWatch shows it, 0.15 s by ledger
 * ```
 */
export async function drainDifference(run: Run, key: TrialKey): Promise<Figure> {
  const select = ` SELECT (${cloudWatchDrain(key)}) - (${ledgerDrain(key)})`;
  return await measureTrial(run, key, {
    figure: "the drain's difference between CloudWatch and the ledger",
    needs: "it must have a drain by ledger, and queue.csv must show the queue empty after the load",
    unit: "s",
    ...await onWindow(run, key, "drain", select),
  });
}

function ledgerDrain(key: TrialKey): string {
  return `SELECT CASE WHEN from_ms IS NOT NULL AND to_ms IS NOT NULL AND (SELECT count(*) FROM 'orders.csv' ` +
    `WHERE ${
      ofTrial(key)
    } AND ${UNFINISHED}) = 0 THEN greatest(0, to_ms - from_ms) / 1000 END FROM span`;
}

function cloudWatchDrain(key: TrialKey): string {
  const lastAccepted = `SELECT ${LAST_ACCEPTED_MS} FROM 'orders.csv' WHERE ${ofTrial(key)}`;
  return `SELECT CASE WHEN arg_max(value, at_ms) = 0 AND max(at_ms + period_s * 1000) > end_ms ` +
    `THEN greatest(0, coalesce(max(at_ms + period_s * 1000) FILTER (WHERE value > 0), 0) - end_ms) / 1000 ` +
    `END FROM 'queue.csv', (SELECT (${lastAccepted}) AS end_ms) ` +
    `WHERE ${ofTrial(key)} AND ${MAIN_QUEUE_VISIBLE} GROUP BY end_ms`;
}
