/**
 * Load over HTTP, for targets whose API is a real process.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { expectedOrders, httpSender, type LoadProgress, runLoad, sendWarmUp } from "../load/mod.ts";
import { createSeededRandom } from "../../infra/sim/seeded_random.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { LoadDriver } from "./load_driver.ts";
import type { StageProgress } from "./progress.ts";

/** Warm-up orders in flight at once. */
const WARM_UP_IN_FLIGHT = 8;

/** Connections opened before an open loop starts; more are opened as they are needed. */
const CONNECTIONS_AHEAD = 64;

/**
 * Makes the driver.
 *
 * @param seed of order bodies, think times and random arrivals.
 * @param startEpochMs epoch milliseconds of the run's start: rows are relative to it.
 */
export function httpLoadDriver(clock: Clock, seed: number, startEpochMs: number): LoadDriver {
  // A stream of the trial's own: a trial run by itself sends what it sends among others.
  const trialRandom = ({ trial }: TrialPlan, repetition: number) =>
    createSeededRandom(seed).fork(trial).fork(String(repetition));
  return {
    async warmUp({ plan, repetition, running, idPrefix }, signal) {
      const sender = httpSender({ url: orderUrl(running.apiUrl, plan) });
      const random = trialRandom(plan, repetition).fork("warm-up");
      try {
        const warmUp = { idPrefix, orders: plan.warmUpOrders, inFlight: WARM_UP_IN_FLIGHT };
        return await sendWarmUp(warmUp, { sender, random }, signal);
      } finally {
        sender.close();
      }
    },
    async run({ plan, repetition, running }, onProgress, signal) {
      const sender = httpSender({ url: orderUrl(running.apiUrl, plan) });
      try {
        await sender.connect(plan.load.model === "open" ? CONNECTIONS_AHEAD : plan.load.users);
        return await runLoad(
          plan.load,
          { trial: plan.trial, repetition, path: plan.path, runStartMs: startEpochMs },
          {
            clock,
            sender,
            random: trialRandom(plan, repetition).fork("load"),
            onProgress: (progress) => onProgress(loadStage(plan, progress)),
          },
          signal,
        );
      } finally {
        sender.close();
      }
    },
  };
}

function orderUrl(apiUrl: string, { path }: TrialPlan): string {
  return `${apiUrl}/orders/${path === "sync" ? "sync" : "async"}`;
}

function loadStage({ load }: TrialPlan, progress: LoadProgress): StageProgress {
  const { sent, elapsedMs, durationMs } = progress;
  const expected = load.model === "open"
    ? expectedOrders(load.arrivals)
    : sent * durationMs / Math.max(1, elapsedMs);
  return {
    done: sent,
    total: Math.max(sent, Math.round(expected)),
    ratePerS: sent * 1000 / Math.max(1, elapsedMs),
    etaS: Math.max(0, durationMs - elapsedMs) / 1000,
  };
}
