/**
 * Response times, from the scheduled send.
 *
 * @module
 */
import { requestsTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { measure, type Run } from "./run.ts";
import { quoted } from "./tables.ts";

const RESPONSE_MS = "responded_at_ms - scheduled_at_ms";

/** Confirmed requests of all repetitions of a trial. */
const confirmed = (trial: string) => `trial = ${quoted(trial)} AND outcome = 'confirmed'`;

/**
 * The `q` quantile of response times over all repetitions of a trial, from raw values (type 7 of Hyndman and
 * Fan, The American Statistician 50, 1996; NumPy's default).
 *
 * @param q 0 to 1.
 */
export async function responseQuantile(run: Run, trial: string, q: number): Promise<Figure> {
  return await measure(run, {
    table: requestsTable,
    where: confirmed(trial),
    expression: `quantile_cont(${RESPONSE_MS}, ${q})`,
    unit: "ms",
  });
}

/** The mean response time over all repetitions of a trial, in seconds. */
export async function responseMeanS(run: Run, trial: string): Promise<Figure> {
  return await measure(run, {
    table: requestsTable,
    where: confirmed(trial),
    expression: `avg(${RESPONSE_MS}) / 1000`,
    unit: "s",
  });
}

/** Orders sent, and the share of them that was answered within a time. */
export interface Responses {
  sent: number;
  answered: { ms: number; share: number }[];
  medianMs?: number;
}

/**
 * The distribution of response times as shares of all orders sent: who was not answered counts, too.
 *
 * @param pointsMax points of the curve at most; the smallest and the largest time are among them.
 */
export async function responseEcdf(run: Run, trial: string, pointsMax = 400): Promise<Responses> {
  const rows = await run.tables.rows(
    `SELECT ${RESPONSE_MS} AS ms FROM 'requests.csv' WHERE ${confirmed(trial)} ORDER BY ms`,
  );
  const sent = await run.tables.value(
    `SELECT count(*) FROM 'requests.csv' WHERE trial = ${quoted(trial)} AND outcome <> 'unsent'`,
  ) ?? 0;
  const step = Math.max(1, Math.ceil(rows.length / (pointsMax - 1)));
  const kept = rows.map((row, index) => ({ ms: Number(row.ms), share: (index + 1) / sent }))
    .filter((_, index) => index % step === 0 || index === rows.length - 1);
  const middle = rows[Math.ceil(sent / 2) - 1];
  return {
    sent,
    answered: kept,
    ...(middle === undefined ? {} : { medianMs: Number(middle.ms) }),
  };
}
