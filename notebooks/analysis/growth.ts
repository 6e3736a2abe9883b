/**
 * How fast a queue grows, and Little's law.
 *
 * @module
 */
import type { Figure } from "./figure.ts";
import type { Run } from "./run.ts";
import type { TrialKey } from "./backlog.ts";
import { quoted } from "./tables.ts";

/**
 * Growth by regression: the least-squares slope of the backlog over time, from the first completion to
 * the last acceptance (`regr_slope`; orders/s). Its points depend on each other, so it has no interval.
 */
export async function growthByRegression(run: Run, key: TrialKey): Promise<Figure> {
  const query = `WITH o AS (SELECT * FROM 'orders.csv' WHERE trial = ${quoted(key.trial)} ` +
    `AND repetition = ${key.repetition}), span AS (SELECT min(completed_at_ms) AS from_ms, ` +
    `max(accepted_at_ms) AS to_ms FROM o), changes AS (SELECT accepted_at_ms AS at_ms, 1 AS change ` +
    `FROM o UNION ALL SELECT completed_at_ms, -1 FROM o), steps AS (SELECT at_ms, sum(change) OVER ` +
    `(ORDER BY at_ms, change DESC ROWS UNBOUNDED PRECEDING) AS backlog FROM changes WHERE at_ms IS ` +
    `NOT NULL) SELECT regr_slope(backlog, at_ms / 1000) FROM steps, span WHERE at_ms > from_ms AND ` +
    `at_ms <= to_ms`;
  return await figureOf(run, key, query, "orders/s");
}

/**
 * Little's law, `L = λ · W`: mean orders in the system over the arrival rate × mean time in the system,
 * from the first acceptance to the last completion; 1 where it holds (Little, Operations Research 9,
 * 1961). An order counts from its acceptance, or its receive where a skewed clock has that earlier.
 */
export async function littlesRatio(run: Run, key: TrialKey): Promise<Figure> {
  const query =
    `WITH o AS (SELECT least(accepted_at_ms, received_at_ms) AS in_ms, completed_at_ms ` +
    `AS out_ms FROM 'orders.csv' WHERE trial = ${quoted(key.trial)} AND repetition = ` +
    `${key.repetition} AND final_state = 'completed'), span AS (SELECT max(out_ms) - min(in_ms) AS ` +
    `ms FROM o), changes AS (SELECT in_ms AS at_ms, 1 AS change FROM o UNION ALL SELECT out_ms, -1 ` +
    `FROM o), steps AS (SELECT sum(change) OVER w AS backlog, lead(at_ms) OVER w - at_ms AS ms FROM ` +
    `changes WINDOW w AS (ORDER BY at_ms, change DESC)), orders AS (SELECT count(*) AS n, ` +
    `avg(out_ms - in_ms) AS mean_ms FROM o) SELECT (SELECT sum(backlog * ms) FROM steps) / span.ms / ` +
    `(orders.n / span.ms * orders.mean_ms) FROM span, orders`;
  return await figureOf(run, key, query, "ratio");
}

async function figureOf(run: Run, key: TrialKey, query: string, unit: string): Promise<Figure> {
  const value = await run.tables.value(query);
  if (value === undefined || !Number.isFinite(value)) {
    throw new RangeError(`Cannot measure ${key.trial} of ${run.id}: it completed no order`);
  }
  const rows = await run.tables.value(
    `SELECT count(*) FROM 'orders.csv' WHERE trial = ${quoted(key.trial)} AND repetition = ` +
      `${key.repetition}`,
  );
  const source = { kind: "rows", folder: run.folder, file: "orders.csv", rows: rows ?? 0, query };
  return { value, unit, source: { ...source, kind: "rows" } };
}
