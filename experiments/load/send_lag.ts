/**
 * Whether the generator kept its own schedule: if it did not, a trial measures the generator.
 *
 * @module
 */
import type { Rows } from "../collect/rows.ts";
import type { RequestRow } from "./request_row.ts";

/** Longest send lag that is not remarked on, 99th percentile, milliseconds. */
export const SEND_LAG_MS_MAX = 100;
/** Largest shortfall of the rate that is not remarked on. */
export const RATE_SHORTFALL_MAX = 0.1;
/** A load that took this little longer than planned has no shortfall worth the name, milliseconds. */
const OVERRUN_MS_MIN = 20;

/**
 * The 99th percentile of the time from the scheduled to the actual send, milliseconds, by nearest rank;
 * `undefined` when nothing was sent.
 */
export function sendLagMsP99(rows: Rows<RequestRow>, from = 0): number | undefined {
  const lags = new Float64Array(rows.length - from);
  let count = 0;
  for (let i = from; i < rows.length; i++) {
    const { sent_at_ms: sentAtMs, scheduled_at_ms: dueAtMs } = rows.at(i) as RequestRow;
    if (sentAtMs !== undefined) lags[count++] = sentAtMs - dueAtMs;
  }
  return lags.subarray(0, count).sort()[Math.ceil(0.99 * count) - 1];
}

/**
 * What there is to say of a generator's lateness: nothing, or why its trial is marked.
 *
 * @param model in the closed loop the schedule follows the answers, so that there is no rate to fall
 * short of.
 */
export function latenessOf(
  rows: Rows<RequestRow>,
  model: "open" | "closed",
): string | undefined {
  const lagMs = sendLagMsP99(rows) ?? 0;
  const reasons: string[] = [];
  if (lagMs > SEND_LAG_MS_MAX) {
    reasons.push(`p99 send lag ${lagMs.toFixed(0)} ms, more than ${SEND_LAG_MS_MAX}`);
  }
  if (model === "open") {
    const { plannedMs, tookMs } = spans(rows);
    const shortfall = tookMs - plannedMs > OVERRUN_MS_MIN ? 1 - plannedMs / tookMs : 0;
    if (shortfall > RATE_SHORTFALL_MAX) {
      reasons.push(
        `rate ${Math.round(shortfall * 100)} % short: ${plannedMs.toFixed(0)} ms of sends took ${
          tookMs.toFixed(0)
        } ms`,
      );
    }
  }
  return reasons.length > 0 ? reasons.join(", ") : undefined;
}

/** From the first to the last send, as planned and as it was. */
function spans(rows: Rows<RequestRow>): { plannedMs: number; tookMs: number } {
  let [firstDue, lastDue, firstSent, lastSent] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { scheduled_at_ms: dueAtMs, sent_at_ms: sentAtMs } of rows) {
    if (sentAtMs === undefined) continue;
    firstDue = Math.min(firstDue, dueAtMs);
    lastDue = Math.max(lastDue, dueAtMs);
    firstSent = Math.min(firstSent, sentAtMs);
    lastSent = Math.max(lastSent, sentAtMs);
  }
  if (lastDue < firstDue) return { plannedMs: 0, tookMs: 0 };
  return { plannedMs: lastDue - firstDue, tookMs: lastSent - firstSent };
}
