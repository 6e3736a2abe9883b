/**
 * Response times, from the scheduled send: an answer that is late because its send was counts in full.
 *
 * `R = t(answer) − t(scheduled send)`, ms. Source: G. Tene, "How NOT to Measure Latency" (2013), on coordinated
 * omission.
 *
 * @module
 */
import type { TrialPlan } from "../../experiments/catalog/definition.ts";
import { requestsTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { measureCompleted } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { ecdfPoints, mean } from "./statistics/mod.ts";
import { ofCompleted, planOf } from "./trial.ts";

/** Response time of a request, ms, from its scheduled send. */
export const RESPONSE_MS = "responded_at_ms::DOUBLE - scheduled_at_ms::DOUBLE";
/** SQL condition on requests that were confirmed. */
export const CONFIRMED = "outcome = 'confirmed' AND responded_at_ms IS NOT NULL";

/** Response times of a trial. */
export interface Responses {
  path: TrialPlan["path"];
  target: string;
  /** Orders sent. */
  sent: number;
  /** Share of the orders sent that were confirmed within `ms` of their scheduled send, ascending. */
  answered: { ms: number; share: number }[];
  /** The median of all orders sent, ms, where one that was not confirmed took for ever; absent where it is such a one. */
  medianMs?: number;
}

/**
 * The distribution of the response times of all completed repetitions of a trial: `F(x) = #(Rᵢ ≤ x) / n`,
 * `n`: orders sent, so that it ends below 1 where some were not confirmed.
 *
 * @param pointsMax most points returned, >= 2; default 500.
 * @throws {RangeError} if the run has no such trial, or `pointsMax` is out of range.
 * @returns `answered` is empty where no order was confirmed.
 * @example eight of nine orders were confirmed
 * ```ts
 * import { responseEcdf } from "./latency.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { sent, answered, medianMs } = await responseEcdf(tiny.run, "slots-2");
 * assert.equal(sent, 9);
 * assert.deepEqual(answered[0], { ms: 8, share: 1 / 9 });
 * assert.deepEqual(answered.at(-1), { ms: 15, share: 8 / 9 });
 * assert.equal(medianMs, 12); // the fifth of nine
 * ```
 */
export async function responseEcdf(
  run: Run,
  trial: string,
  { pointsMax = 500 }: { pointsMax?: number } = {},
): Promise<Responses> {
  const { path } = planOf(run, { trial });
  const requests = `FROM 'requests.csv' WHERE ${ofCompleted(trial)}`;
  const sent = await run.tables.value(`SELECT count(*) ${requests} AND outcome <> 'unsent'`) ?? 0;
  // Of millions of orders, many took the same microseconds.
  const rows = await run.tables.rows(
    `SELECT ${RESPONSE_MS} AS ms, count(*) AS orders ${requests} AND ${CONFIRMED} ` +
      "GROUP BY ms ORDER BY ms",
  );
  const ms = new Float64Array(rows.reduce((sum, { orders }) => sum + Number(orders), 0));
  let filled = 0;
  for (const row of rows) ms.fill(Number(row.ms), filled, filled += Number(row.orders));
  // What was not confirmed took for ever.
  const middle = [ms[Math.floor((sent - 1) / 2)], ms[Math.floor(sent / 2)]];
  const medianMs = middle.includes(undefined) ? undefined : mean(middle as number[]);
  return {
    path,
    target: run.manifest.target,
    sent,
    answered: ecdfPoints(ms, pointsMax).map(({ value, share }) => ({
      ms: value,
      share: share * ms.length / sent,
    })),
    ...(medianMs === undefined ? {} : { medianMs }),
  };
}

/**
 * A quantile of the response times of confirmed orders, ms, over all completed repetitions of a trial: of `n` values in
 * order the one at `1 + (n − 1) q`, interpolated. Source: definition 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in
 * statistical packages", The American Statistician 50 (1996).
 *
 * It has no interval: orders wait for each other, so that one repetition's are no independent values.
 *
 * @param q 0 to 1: 0.99 is the 99th percentile; between two values it is interpolated.
 * @throws {RangeError} if `q` is out of range, or no order was confirmed.
 * @example
 * ```ts
 * import { responseQuantile } from "./latency.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * assert.equal((await responseQuantile(tiny.run, "slots-2", 0.5)).value, 11.5);
 * ```
 */
export async function responseQuantile(run: Run, trial: string, q: number): Promise<Figure> {
  if (!(q >= 0 && q <= 1)) {
    throw new RangeError(
      `Cannot measure a quantile of response times: q must be from 0 to 1, got ${q}; type 0.99`,
    );
  }
  return await measureCompleted(run, trial, {
    figure: "response times",
    needs: "a completed repetition must have a confirmed order",
    table: requestsTable,
    unit: "ms",
    rows: CONFIRMED,
    query: `SELECT quantile_cont(${RESPONSE_MS}, ${q}) FROM 'requests.csv' ` +
      `WHERE ${ofCompleted(trial)} AND ${CONFIRMED}`,
  });
}
