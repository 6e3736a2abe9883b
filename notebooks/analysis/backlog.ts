/**
 * The backlog over time: by ledger, and as CloudWatch has it.
 *
 * `N(t) = A(t) − C(t)`, orders; `A`, `C`: orders accepted and first completed until `t`. Source: G. F. Newell, Applications of
 * Queueing Theory (1971), on cumulative curves.
 *
 * @module
 */
import { backlogPeak as highest, type BacklogSteps } from "../../experiments/run/backlog.ts";
import { stepsOf, stepsOfEach, withSteps } from "./backlog_steps.ts";
import type { Figure } from "./figure.ts";
import { listOf } from "./lists.ts";
import { measureTrial } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { thinned } from "./thinned.ts";
import { MAIN_QUEUE_VISIBLE, ofTrial, summaryOf, type TrialKey, trialName } from "./trial.ts";
import { loadWindow, windowOf } from "./windows.ts";

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
  checkPoints(pointsMax);
  summaryOf(run, key);
  // Together, so that a large ledger is parsed once for both.
  const [steps, load] = await Promise.all([stepsOf(run, key), windowOf(run, key, "load")]);
  return load === undefined ? [] : drawn(steps, load.fromMs, pointsMax);
}

/**
 * {@linkcode backlogCurve} of several trials, in their order: sooner than one by one where there are millions of orders.
 *
 * @throws {RangeError} as {@linkcode backlogCurve}.
 * @example
 * ```ts
 * import { backlogCurve, backlogCurves } from "./backlog.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const [curve] = await backlogCurves(tiny.run, [{ trial: "slots-2", repetition: 1 }]);
 * assert.deepEqual(curve, await backlogCurve(tiny.run, "slots-2", 1));
 * ```
 */
export async function backlogCurves(
  run: Run,
  keys: readonly TrialKey[],
  { pointsMax = 2000 }: { pointsMax?: number } = {},
): Promise<BacklogPoint[][]> {
  checkPoints(pointsMax);
  const summaries = new Map(keys.map((key) => [trialName(key), summaryOf(run, key)]));
  const curves = new Map(
    await stepsOfEach(run, keys, (key, steps, lastAcceptedMs) => {
      const name = trialName(key);
      const load = loadWindow(summaries.get(name)!, lastAcceptedMs);
      return [name, load === undefined ? [] : drawn(steps, load.fromMs, pointsMax)] as const;
    }),
  );
  return keys.map((key) => curves.get(trialName(key)) ?? []);
}

function checkPoints(pointsMax: number): void {
  if (Number.isInteger(pointsMax) && pointsMax >= 5) return;
  throw new RangeError(
    `Cannot thin a backlog: pointsMax must be a whole number from 5 on, got ${pointsMax}`,
  );
}

function drawn(
  { atMs, backlog }: BacklogSteps,
  fromMs: number,
  pointsMax: number,
): BacklogPoint[] {
  const points = thinnedPoints(atMs, backlog, fromMs, pointsMax - 1);
  return points.length === 0 ? [] : [{ atS: 0, orders: 0 }, ...points];
}

function thinnedPoints(
  atMs: Float64Array,
  orders: ArrayLike<number>,
  fromMs: number,
  pointsMax: number,
): BacklogPoint[] {
  return thinned(orders, pointsMax).map((place) => ({
    atS: (atMs[place]! - fromMs) / 1000,
    orders: orders[place]!,
  }));
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
  const [columns] = await run.tables.lists(
    `SELECT ${listOf("at_ms", "at_ms")} AS at_ms, ${listOf("value", "at_ms")} AS messages, ` +
      `max(period_s) AS period_s FROM 'queue.csv' WHERE ${ofTrial(key)} AND ${MAIN_QUEUE_VISIBLE}`,
    (row) => ({
      atMs: row.numbers("at_ms"),
      messages: row.numbers("messages"),
      periodS: Number(row.text("period_s") ?? 0),
    }),
  );
  const { atMs, messages, periodS } = columns!;
  return { points: thinnedPoints(atMs, messages, load.fromMs, pointsMax), periodS };
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
    query: withSteps(key, " SELECT max(backlog) FROM steps"),
    shortcut: async () => highest(await stepsOf(run, key)) || undefined,
  });
}
