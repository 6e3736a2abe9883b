/**
 * The backlog over time: by ledger, and as CloudWatch has it.
 *
 * `N(t) = A(t) − C(t)`, orders; `A`, `C`: orders accepted and first completed until `t`. Source: G. F. Newell, Applications of
 * Queueing Theory (1971), on cumulative curves.
 *
 * @module
 */
import { onSteps } from "./backlog_steps.ts";
import type { Figure } from "./figure.ts";
import type { Run } from "./run.ts";
import { MAIN_QUEUE_VISIBLE, measureTrial, ofTrial, summaryOf, type TrialKey } from "./trial.ts";
import { thinnedPoints } from "./thinned.ts";
import { windowOf, withStepsInWindow } from "./windows.ts";

/** A backlog at a time. */
export interface BacklogPoint {
  /** Seconds since the load began; may be negative in what CloudWatch saw. */
  atS: number;
  orders: number;
}

/**
 * Accepted and unfinished orders by ledger, ascending in time, from 0 orders when the load began.
 *
 * @param pointsMax most points returned, >= 5; default 2,000. Of more, peaks are kept.
 * @throws {RangeError} if the run has no such trial, or `pointsMax` is out of range.
 * @returns empty where no order was accepted.
 * @example
 * ```ts
 * import { backlogCurve } from "./backlog.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const curve = await backlogCurve(tiny.run, "slots-2", 1);
 * assert.deepEqual(curve.slice(0, 3), [
 *   { atS: 0, orders: 0 },
 *   { atS: 0.01, orders: 1 },
 *   { atS: 0.03, orders: 2 },
 * ]);
 * assert.deepEqual(curve.at(-1), { atS: 0.23, orders: 0 });
 * ```
 */
export async function backlogCurve(
  run: Run,
  trial: string,
  repetition: number,
  { pointsMax = 2000 }: { pointsMax?: number } = {},
): Promise<BacklogPoint[]> {
  const key = { trial, repetition };
  if (!Number.isInteger(pointsMax) || pointsMax < 5) {
    throw new RangeError(
      `Cannot thin a backlog: pointsMax must be a whole number from 5 on, got ${pointsMax}`,
    );
  }
  summaryOf(run, key);
  // A chart reads the steps once, and most trials are only drawn: a table of them would stay in memory.
  const select = `, points AS (${thinnedPoints("steps", "backlog", pointsMax - 1)}) ` +
    "SELECT (at_ms - from_ms) / 1000 AS at_s, backlog FROM points, span " +
    "WHERE to_ms > from_ms ORDER BY place";
  const query = withStepsInWindow(run, key, "load", select);
  const points = (await run.tables.rows(query)).map(({ at_s, backlog }) => ({
    atS: Number(at_s),
    orders: Number(backlog),
  }));
  return points.length === 0 ? [] : [{ atS: 0, orders: 0 }, ...points];
}

/** What CloudWatch has of a queue. */
export interface CloudWatchDepth {
  /** Ascending; `atS` is the start of a period, `orders` the most visible messages in it. */
  points: BacklogPoint[];
  /** Length of a period, s; 0 where there is no point. */
  periodS: number;
}

/**
 * Visible messages of the main queue as CloudWatch returned them.
 *
 * @param pointsMax most points returned, >= 4; default 2,000. Of more, peaks are kept.
 * @throws {RangeError} if the run has no such trial, or `pointsMax` is out of range.
 * @example
 * ```ts
 * import { cloudWatchDepth } from "./backlog.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { points, periodS } = await cloudWatchDepth(tiny.run, "slots-2", 1);
 * assert.equal(periodS, 1);
 * assert.deepEqual(points[1], { atS: 0.1, orders: 6 });
 * ```
 */
export async function cloudWatchDepth(
  run: Run,
  trial: string,
  repetition: number,
  { pointsMax = 2000 }: { pointsMax?: number } = {},
): Promise<CloudWatchDepth> {
  const key = { trial, repetition };
  const load = await windowOf(run, key, "load");
  if (load === undefined) return { points: [], periodS: 0 };
  const rows = await run.tables.rows(
    `WITH points AS (SELECT at_ms, value, period_s, row_number() OVER (ORDER BY at_ms) AS place ` +
      `FROM 'queue.csv' WHERE ${ofTrial(key)} AND ${MAIN_QUEUE_VISIBLE}), ` +
      `thin AS (${thinnedPoints("points", "value", pointsMax)}) ` +
      `SELECT (at_ms - ${load.fromMs}) / 1000 AS at_s, value, ` +
      "(SELECT max(period_s) FROM points) AS period_s FROM thin ORDER BY place",
  );
  return {
    points: rows.map(({ at_s, value }) => ({ atS: Number(at_s), orders: Number(value) })),
    periodS: Number(rows[0]?.period_s ?? 0),
  };
}

/**
 * When the last order of a trial was accepted, and when the last was finished; seconds since the load began.
 *
 * @returns no `emptyAtS` where orders were left.
 * @throws {RangeError} if the run has no such trial.
 * @example
 * ```ts
 * import { loadAndDrainEnd } from "./backlog.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal(loadAndDrainEnd(tiny.run, "slots-2", 1).loadEndsS, 0.08);
 * ```
 */
export function loadAndDrainEnd(
  run: Run,
  trial: string,
  repetition: number,
): { loadEndsS: number; emptyAtS?: number } {
  const { load_s: loadEndsS, drain_s } = summaryOf(run, { trial, repetition });
  return drain_s === undefined ? { loadEndsS } : { loadEndsS, emptyAtS: loadEndsS + drain_s };
}

/**
 * The most orders that were accepted and unfinished at once, `max N(t)`.
 *
 * @throws {RangeError} if no order was accepted.
 * @example
 * ```ts
 * import { backlogPeak } from "./backlog.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await backlogPeak(tiny.run, { trial: "slots-2", repetition: 1 })).value, 7);
 * ```
 */
export async function backlogPeak(run: Run, key: TrialKey): Promise<Figure> {
  return await measureTrial(run, key, {
    figure: "the backlog's peak",
    needs: "an order must have been accepted",
    unit: "orders",
    ...await onSteps(run, key, " SELECT max(backlog) FROM steps"),
  });
}
