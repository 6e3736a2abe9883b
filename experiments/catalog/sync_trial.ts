/**
 * Trials of the synchronous path under closed-loop users, and the arithmetic of them.
 *
 * @module
 */
import { z } from "zod";
import type { ClosedLoadPlan } from "../load/mod.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { TrialPlan } from "./definition.ts";
import { numberSetting, serviceSettings } from "./settings.ts";

/** Settings of the API and of its users. */
export const syncSettings = {
  payment_ms: serviceSettings.payment_ms,
  in_flight_max: serviceSettings.in_flight_max,
  warm_up_orders: serviceSettings.warm_up_orders,
  users: numberSetting("users of the flash sale", { minimum: 1, maximum: 10_000, whole: true }),
  load_s: numberSetting("length of the flash sale, s", { above: 0, maximum: 86_400 }),
  spawn_rate_per_s: numberSetting("users started per second", { above: 0, maximum: 100_000 }),
  think_min_ms: numberSetting("shortest think time, ms", { minimum: 0, maximum: 3_600_000 }),
  think_max_ms: numberSetting("longest think time, ms", { minimum: 0, maximum: 3_600_000 }),
};

const sync = z.object(syncSettings);

/** See {@linkcode syncSettings}. */
export type SyncSettings = z.infer<typeof sync>;

/** A user who never gives up; as long as a timer can be trusted to wait. */
export const PATIENT_MS = 86_400_000;

/** What sets one trial apart. */
export interface SyncTrial {
  trial: string;
  slots: number;
  users: number;
  loadS: number;
  /** Longest wait of a user for an answer, milliseconds; {@linkcode PATIENT_MS} for any. */
  timeoutMs: number;
  onDisconnect: "cancel" | "pay";
}

/** A trial of the synchronous path. */
export function syncTrial(s: SyncSettings, t: SyncTrial): TrialPlan {
  const load: ClosedLoadPlan = {
    model: "closed",
    users: t.users,
    spawnRatePerS: s.spawn_rate_per_s,
    thinkMinMs: s.think_min_ms,
    thinkMaxMs: s.think_max_ms,
    durationS: t.loadS,
    timeoutMs: t.timeoutMs,
  };
  const leftS = t.onDisconnect === "pay" ? abandonedS(s, t) : 0;
  return {
    trial: t.trial,
    path: "sync",
    workers: 1,
    concurrency: t.slots,
    paymentSlots: t.slots,
    paymentMs: s.payment_ms,
    prefetch: "ahead",
    visibilityTimeoutS: 30,
    onDisconnect: t.onDisconnect,
    inFlightMax: s.in_flight_max,
    load,
    restS: leftS,
    warmUpOrders: Math.min(s.warm_up_orders, 4 * t.slots),
    predictedDrainS: leftS + s.payment_ms / 1000,
    drainDeadlineS: Math.ceil(30 + leftS + 2 * s.payment_ms / 1000),
  };
}

/**
 * How long the API goes on paying for requests that nobody waits for any more: every user leaves at
 * most one request per time-out behind, and the last one.
 */
function abandonedS(s: SyncSettings, { users, slots, loadS, timeoutMs }: SyncTrial): number {
  const requests = users * (1 + loadS * 1000 / timeoutMs);
  const paidInTime = Math.floor(loadS * 1000 / s.payment_ms) * slots;
  return Math.max(1, requests - paidInTime + slots) * s.payment_ms / 1000 / slots;
}

/** The mean think time, milliseconds. */
export function thinkMs({ thinkMinMs, thinkMaxMs }: ClosedLoadPlan): number {
  return (thinkMinMs + thinkMaxMs) / 2;
}

/**
 * Response time in the long run, `max(payment, users × payment / slots − think)`: the interactive
 * response time law (Denning and Buzen 1978) with slots that never rest.
 *
 * @returns milliseconds.
 */
export function predictedResponseMs(load: ClosedLoadPlan, slots: number, paymentMs: number) {
  return Math.max(paymentMs, load.users * paymentMs / slots - thinkMs(load));
}

/**
 * Payments that one slot ends within a load phase, when one follows the other from its start: the
 * last round would end with the phase at the earliest, which is too late.
 *
 * @example 19 rounds of 3 s end within a minute
 * ```ts
 * import { roundsWithin } from "./sync_trial.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(roundsWithin(60, 3000), 19);
 * assert.equal(roundsWithin(2, 100), 19);
 * ```
 */
export function roundsWithin(loadS: number, paymentMs: number): number {
  return Math.max(0, Math.ceil(loadS * 1000 / paymentMs - 1e-9) - 1);
}

/**
 * Orders that users get paid while they wait.
 *
 * - As many slots as users: each user's own rounds of response and think time.
 * - Else the slots never rest: `slots × rounds`, 19 × slots in the original's minute.
 * - With a time-out shorter than the response: only what is paid before the first time-out. Paid, the
 *   abandoned requests stay in line and the line grows. Cancelled, they leave it; but a fair line serves
 *   whoever has waited longest, and that is a user with less than a payment's patience left.
 *
 * @param responseMs response to expect where users do not wait for slots; default the payment.
 */
export function predictedConfirmed(plan: TrialPlan, responseMs = plan.paymentMs) {
  const { load, paymentSlots, paymentMs } = plan;
  if (load.model !== "closed") return undefined;
  const { users, durationS, spawnRatePerS, timeoutMs = PATIENT_MS } = load;
  if (users <= paymentSlots) {
    if (paymentMs > timeoutMs) return 0;
    const cycleMs = responseMs + thinkMs(load);
    let orders = 0;
    for (let user = 0; user < users; user++) {
      const leftMs = durationS * 1000 - user * 1000 / spawnRatePerS + thinkMs(load);
      orders += Math.max(0, Math.floor(leftMs / cycleMs));
    }
    return orders;
  }
  const rounds = roundsWithin(durationS, paymentMs);
  const late = predictedResponseMs(load, paymentSlots, paymentMs) > timeoutMs;
  return paymentSlots * (late ? Math.min(rounds, Math.floor(timeoutMs / paymentMs)) : rounds);
}

/**
 * Median response of those who were answered: the line builds up in the first rounds, so that the k-th
 * waits `k × payment` until that is the response in the long run.
 *
 * @returns milliseconds; `undefined` where nobody is answered.
 */
export function predictedMedianResponseMs(plan: TrialPlan): number | undefined {
  const { load, paymentSlots, paymentMs } = plan;
  const confirmed = predictedConfirmed(plan);
  if (load.model !== "closed" || confirmed === undefined || confirmed === 0) return undefined;
  const rounds = Math.ceil(confirmed / paymentSlots);
  const steadyMs = predictedResponseMs(load, paymentSlots, paymentMs);
  return Math.min((rounds + 1) / 2 * paymentMs, steadyMs);
}

/** Orders sent that no user got an answer to. */
export function unanswered(row: SummaryRow): number {
  return row.sent - row.confirmed;
}

/** Orders per second in the load phase, as planned. */
export function confirmedPerS(row: SummaryRow, plan: TrialPlan): number | undefined {
  return plan.load.model === "closed" ? row.confirmed / plan.load.durationS : undefined;
}

/** Rules that these settings break together. */
export function syncConflicts(s: SyncSettings): string[] {
  return s.think_min_ms <= s.think_max_ms
    ? []
    : [`think_min_ms must be <= think_max_ms, got ${s.think_min_ms} and ${s.think_max_ms}`];
}
