/**
 * prefetch: messages taken ahead of the payment slots under a fixed lease are paid twice. How often,
 * what does it cost, and how long would the lease have had to be?
 *
 * @module
 */
import { z } from "zod";
import { receivePlan } from "../../services/worker/receive_plan.ts";
import { countText, listText, secondsText, sentenceText, significant } from "../run/format.ts";
import type { Prefetch } from "../run/ports.ts";
import { predictedBacklog, serverCount, type Servers } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan } from "./definition.ts";
import {
  byTrial,
  medianRow,
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  seconds,
  serversOf,
} from "./queue_trial.ts";
import { listSetting, numberSetting, serviceSettings } from "./settings.ts";

const { prefetch: _, ...services } = serviceSettings;
const count = { minimum: 1, maximum: 10_000, whole: true } as const;

const settings = z.strictObject({
  ...services,
  policies: listSetting(
    "how far the worker takes messages ahead of its slots, a trial each",
    /^(ahead|original|\d{1,4})(,(ahead|original|\d{1,4}))*$/,
    "must be policies such as ahead,10,original",
  ),
  rate_per_s: numberSetting("arrivals per second", { above: 0, maximum: 100_000 }),
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  concurrency: numberSetting("loops of the one worker", count),
  payment_slots: numberSetting("payments at once", count),
});

type PrefetchSettings = z.infer<typeof settings>;

function readPolicy(text: string): Prefetch {
  return text === "ahead" || text === "original" ? text : Number(text);
}

function planPrefetch(s: PrefetchSettings): ExperimentPlan {
  const servers = { workers: 1, concurrency: s.concurrency, paymentSlots: s.payment_slots };
  const backlog = predictedBacklog(s.rate_per_s, s.load_s, servers, s.payment_ms);
  return planOf(
    s,
    s.policies.split(",").map(readPolicy).map((prefetch) => {
      const trial = queueTrial({ ...s, prefetch }, {
        trial: `prefetch-${prefetch}`,
        servers,
        load: {
          model: "open",
          arrivals: { kind: "constant", ratePerS: s.rate_per_s, durationS: s.load_s },
        },
        backlog,
      });
      // Every receive that is allowed may be paid for.
      return { ...trial, drainDeadlineS: 3 * trial.drainDeadlineS };
    }),
  );
}

/**
 * How long a message is held from its receive to its deletion: everything that the worker may hold is
 * paid before it, `capacity × payment / servers`.
 *
 * @returns seconds.
 */
export function predictedHoldS(
  servers: Servers,
  prefetch: Prefetch,
  serviceTimeMs: number,
): number {
  const { capacity } = receivePlan({ ...servers, prefetch }, 0);
  return capacity * serviceTimeMs / 1000 / serverCount(servers);
}

function rowHoldS(row: SummaryRow): number {
  return predictedHoldS(serversOf(row), readPolicy(row.prefetch), row.service_time_ms);
}

/** Payments beyond the first of each order. */
function extraPayments(row: SummaryRow): number {
  return row.payments - row.completed;
}

/** Slot-seconds of payments beyond the first. */
function wastedS(row: SummaryRow): number {
  return extraPayments(row) * (row.payment_ms_mean ?? row.service_time_ms) / 1000;
}

/** The shortest lease in whole seconds that outlasts the longest hold measured. */
function safeLeaseS(row: SummaryRow): number | undefined {
  return row.hold_ms_max === undefined ? undefined : Math.floor(row.hold_ms_max / 1000) + 1;
}

function answerPrefetch(rows: readonly SummaryRow[]): string {
  const done = [...byTrial(rows).values()].flatMap((row) => medianRow(row, extraPayments) ?? []);
  if (done.length === 0) {
    return "No trial has ended as planned, so nothing can be said of prefetch.";
  }
  const name = (row: SummaryRow) => `prefetch ${row.prefetch}`;
  const clean = done.filter((row) => extraPayments(row) === 0).map(name);
  const twice = done.filter((row) => extraPayments(row) > 0).map((row) =>
    `${name(row)} paid ${countText(row.duplicated)} of ${countText(row.completed)} orders more ` +
    `than once (${
      significant(wastedS(row))
    } slot-seconds for nothing); it held a message for up to ` +
    `${secondsText(seconds(row.hold_ms_max))}, which a lease of ${countText(safeLeaseS(row))} s ` +
    `would have outlasted`
  );
  return sentenceText([
    ...twice,
    ...(clean.length === 0 ? [] : [`${listText(clean)} paid nothing twice`]),
  ]);
}

const quick = {
  ...QUICK_SERVICES,
  payment_ms: 300,
  visibility_timeout_s: 3,
  warm_up_orders: 20,
  policies: "ahead,10,original",
  rate_per_s: 200,
  load_s: 1.5,
  concurrency: 20,
  payment_slots: 5,
};
const original = {
  ...ORIGINAL_SERVICES,
  policies: "ahead,10,original",
  rate_per_s: 48.27,
  load_s: 60,
  concurrency: 20,
  payment_slots: 5,
};

/** Prefetching; see the module. */
export const prefetch: Experiment<PrefetchSettings> = {
  name: "prefetch",
  title: "paid twice by prefetch",
  question: "How many orders does prefetching pay twice, and how long must a lease be?",
  settings,
  sizes: { quick: withoutPrefetch(quick), original: withoutPrefetch(original) },
  conflicts: () => [],
  plan: planPrefetch,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "dead", byLedger: true, cell: (row) => countText(row.dead_lettered) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    { header: "payments", byLedger: true, cell: (row) => countText(row.payments) },
    { header: "wasted slot-s", byLedger: true, cell: (row) => significant(wastedS(row)) },
    { header: "lease s", cell: (_, plan) => countText(plan.visibilityTimeoutS) },
    { header: "longest hold", cell: (row) => secondsText(seconds(row.hold_ms_max)) },
    { header: "predicted", cell: (row) => secondsText(rowHoldS(row)) },
    { header: "safe lease s", cell: (row) => countText(safeLeaseS(row)) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
  ],
  answer: answerPrefetch,
};

function withoutPrefetch<T extends { prefetch: Prefetch }>({ prefetch: _, ...rest }: T) {
  return rest;
}
