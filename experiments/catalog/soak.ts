/**
 * soak: an hour of steady random arrivals below the ceiling. Does anything build up or wear out?
 *
 * @module
 */
import { z } from "zod";
import { countText, percentText, secondsText, significant } from "../run/format.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment } from "./definition.ts";
import {
  byTrial,
  medianRow,
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  rowCeilingPerS,
  rowServerCount,
  seconds,
} from "./queue_trial.ts";
import { numberSetting, serviceSettings } from "./settings.ts";

const settings = z.strictObject({
  ...serviceSettings,
  rate_per_s: numberSetting("arrivals per second, a Poisson process", {
    above: 0,
    maximum: 100_000,
  }),
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  payment_slots: numberSetting("loops and payments at once of the one worker", {
    minimum: 1,
    maximum: 10_000,
    whole: true,
  }),
});

type SoakSettings = z.infer<typeof settings>;

/**
 * Mean time from acceptance to paid, milliseconds: Erlang's C of Poisson arrivals, halved because
 * payments all take the same time (Allen–Cunneen: `(0² + 1²) / 2`), and the payment.
 *
 * @param erlang offered load; infinite from `servers` on.
 * @example
 * ```ts
 * import { predictedMeanMs } from "./soak.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(predictedMeanMs(0, 5, 100), 100);
 * assert.equal(Math.round(predictedMeanMs(0.5, 1, 100)), 150);
 * assert.equal(predictedMeanMs(5, 5, 100), Infinity);
 * ```
 */
export function predictedMeanMs(erlang: number, servers: number, serviceTimeMs: number): number {
  if (erlang >= servers) return Infinity;
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = erlang * blocked / (n + erlang * blocked);
  const waiting = blocked * servers / (servers - erlang * (1 - blocked));
  return serviceTimeMs + waiting * serviceTimeMs / (servers - erlang) / 2;
}

function predictedMeanOf(row: SummaryRow): number | undefined {
  const { offered_load_erlang: erlang } = row;
  if (erlang === undefined || erlang >= rowServerCount(row)) return undefined;
  return predictedMeanMs(erlang, rowServerCount(row), row.service_time_ms) / 1000;
}

function answerSoak(rows: readonly SummaryRow[]): string {
  const [done] = byTrial(rows).values();
  const row = medianRow(done ?? [], (each) => each.age_ms_max ?? 0);
  const rate = row?.offered_rate_per_s;
  if (row === undefined || rate === undefined) {
    return "No trial has ended as planned, so nothing can be said about the long run.";
  }
  const growth = row.backlog_growth_per_s ?? 0;
  // More than a hundredth of arrivals left over all the time is no chance.
  const verdict = growth > rate / 100
    ? `the backlog grew by ${significant(growth)} orders/s all the while`
    : "nothing built up";
  return `In ${secondsText(row.load_s)} of ${significant(rate)} orders/s on slots for ` +
    `${significant(rowCeilingPerS(row))}/s ${verdict}: ${countText(row.completed)} orders were ` +
    `paid within ${secondsText(seconds(row.age_ms_max))} each, half within ${
      secondsText(seconds(row.age_ms_p50))
    }.`;
}

/** The long run; see the module. */
export const soak: Experiment<SoakSettings> = {
  name: "soak",
  title: "the long run",
  question: "Does anything build up or wear out under a steady load below the ceiling?",
  settings,
  sizes: {
    // 80 % of what the slots can pay.
    quick: { ...QUICK_SERVICES, rate_per_s: 40, load_s: 120, payment_slots: 5 },
    original: { ...ORIGINAL_SERVICES, rate_per_s: 4 / 3, load_s: 3600, payment_slots: 5 },
  },
  conflicts: () => [],
  plan: (s) => {
    const servers = { workers: 1, concurrency: s.payment_slots, paymentSlots: s.payment_slots };
    const over = s.rate_per_s - s.payment_slots * 1000 / s.payment_ms;
    return planOf(s, [queueTrial(s, {
      trial: `slots-${s.payment_slots}`,
      servers,
      load: {
        model: "open",
        arrivals: { kind: "poisson", ratePerS: s.rate_per_s, durationS: s.load_s },
      },
      backlog: Math.max(s.payment_slots, over * s.load_s),
    })]);
  },
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    {
      header: "busy",
      cell: (row) => percentText((row.offered_load_erlang ?? 0) / rowServerCount(row)),
    },
    { header: "growth/s", cell: (row) => significant(row.backlog_growth_per_s) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    { header: "mean to paid", cell: (row) => secondsText(seconds(row.age_ms_mean)) },
    { header: "predicted", cell: (row) => secondsText(predictedMeanOf(row)) },
    { header: "p50", cell: (row) => secondsText(seconds(row.age_ms_p50)) },
    { header: "p99", cell: (row) => secondsText(seconds(row.age_ms_p99)) },
    { header: "longest", cell: (row) => secondsText(seconds(row.age_ms_max)) },
    {
      header: "worker MB",
      cell: (row) =>
        significant(
          row.worker_rss_peak_bytes === undefined ? undefined : row.worker_rss_peak_bytes / 1e6,
        ),
    },
  ],
  answer: answerSoak,
};
