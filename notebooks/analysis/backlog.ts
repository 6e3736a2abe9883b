/**
 * The backlog over time: by ledger, and as CloudWatch saw it.
 *
 * @module
 */
import { originalTopology } from "../../infra/topology.ts";
import type { Run } from "./run.ts";
import { quoted } from "./tables.ts";

/** One point of a curve. */
export interface BacklogPoint {
  /** Seconds since the load began. */
  atS: number;
  orders: number;
}

/** One execution of one trial. */
export interface TrialKey {
  trial: string;
  repetition: number;
}

const ofTrial = ({ trial, repetition }: TrialKey) =>
  `trial = ${quoted(trial)} AND repetition = ${repetition}`;

/** When the load began, milliseconds since the run's start: its first scheduled send. */
export async function loadStartMs(run: Run, key: TrialKey): Promise<number> {
  const start = await run.tables.value(
    `SELECT min(scheduled_at_ms) FROM 'orders.csv' WHERE ${ofTrial(key)}`,
  );
  if (start === undefined) throw new RangeError(`${run.id} has no order of ${key.trial}`);
  return start;
}

/**
 * Orders in the system as steps: on the queue accepted and not yet paid, on `sync` sent and not yet
 * answered (callers who wait).
 *
 * @param pointsMax at most about this many points; of each stretch of time the lowest and the highest
 *   backlog are kept, so that no peak is hidden.
 */
export async function backlogCurve(
  run: Run,
  key: TrialKey,
  { of = "accepted", pointsMax = 800 }: { of?: "accepted" | "waiting"; pointsMax?: number } = {},
): Promise<BacklogPoint[]> {
  const start = await loadStartMs(run, key);
  const [from, to] = of === "accepted"
    ? ["coalesce(accepted_at_ms, received_at_ms, started_at_ms)", "completed_at_ms"]
    : ["sent_at_ms", "responded_at_ms"];
  const rows = await run.tables.rows(
    `WITH changes AS (
       SELECT ${from} AS at_ms, 1 AS change FROM 'orders.csv' WHERE ${ofTrial(key)}
       UNION ALL
       SELECT greatest(${to}, ${from}), -1 FROM 'orders.csv' WHERE ${ofTrial(key)})
     SELECT at_ms, sum(change) OVER (ORDER BY at_ms, change DESC ROWS UNBOUNDED PRECEDING) AS orders
     FROM changes WHERE at_ms IS NOT NULL ORDER BY at_ms, change DESC`,
  );
  const points = rows.map(({ at_ms, orders }) => ({
    atS: (Number(at_ms) - start) / 1000,
    orders: Number(orders),
  }));
  return thinned(points, pointsMax);
}

/**
 * Fewer points of the same curve: of each stretch of time the first, the lowest, the highest and the last.
 *
 * @example
 * ```ts
 * import { thinned } from "./backlog.ts";
 * import assert from "node:assert/strict";
 *
 * const points = Array.from({ length: 1000 }, (_, atS) => ({ atS, orders: atS === 500 ? 99 : 1 }));
 * const few = thinned(points, 40);
 * assert.ok(few.length <= 40);
 * assert.equal(Math.max(...few.map(({ orders }) => orders)), 99);
 * ```
 */
export function thinned(points: readonly BacklogPoint[], pointsMax: number): BacklogPoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (points.length <= pointsMax || first === undefined || last === undefined) return [...points];
  const stretches = Math.max(1, Math.floor(pointsMax / 4));
  const width = (last.atS - first.atS) / stretches || 1;
  const byStretch = Map.groupBy(
    points.keys(),
    (index) => Math.min(stretches - 1, Math.floor((points[index]!.atS - first.atS) / width)),
  );
  return [...byStretch.values()].flatMap((indices) => {
    const by = (better: (a: number, b: number) => boolean) =>
      indices.reduce((best, next) =>
        better(points[next]!.orders, points[best]!.orders) ? next : best
      );
    const kept = [indices[0]!, by((a, b) => a < b), by((a, b) => a > b), indices.at(-1)!];
    return [...new Set(kept)].sort((a, b) => a - b).map((index) => points[index]!);
  });
}

/** What CloudWatch saw of the queue (not of its dead-letter queue): visible messages, a point a period. */
export async function cloudWatchDepth(
  run: Run,
  key: TrialKey,
): Promise<{ points: BacklogPoint[]; periodS: number }> {
  const start = await loadStartMs(run, key);
  const rows = await run.tables.rows(
    `SELECT at_ms, value, period_s FROM 'queue.csv' WHERE ${ofTrial(key)} AND ` +
      `metric = 'ApproximateNumberOfMessagesVisible' AND statistic = 'Maximum' AND ` +
      `NOT starts_with(dimensions, 'QueueName=${originalTopology.deadLetterQueueName}') ORDER BY at_ms`,
  );
  return {
    points: rows.map(({ at_ms, value }) => ({
      atS: (Number(at_ms) - start) / 1000,
      orders: Number(value),
    })),
    periodS: Number(rows[0]?.period_s ?? run.manifest.plan.metricPeriodS),
  };
}
