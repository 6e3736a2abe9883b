/**
 * Load and warm-up of a trial, whatever they go out by.
 *
 * @module
 */
import type { TrialPlan } from "../catalog/definition.ts";
import { expectedOrders } from "../load/arrivals.ts";
import { type LoadProgress, type LoadResult, runLoad } from "../load/run_load.ts";
import { sendWarmUp } from "../load/warm_up.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import type { Session } from "./ports.ts";
import type { StageProgress } from "./progress.ts";
import type { Trial } from "./trial.ts";

/** Puts load on a trial's API. */
export interface LoadDriver {
  /**
   * Sends the trial's warm-up orders, with ids that begin with `idPrefix`.
   *
   * @returns how many were not confirmed.
   */
  warmUp(trial: Trial & { idPrefix: string }, signal: AbortSignal): Promise<number>;
  /** Sends the trial's load. Never throws for an abort: what was sent is in the result. */
  run(
    trial: Trial,
    onProgress: (progress: StageProgress) => void,
    signal: AbortSignal,
  ): Promise<LoadResult>;
}

/** Warm-up orders in flight at once. */
const WARM_UP_IN_FLIGHT = 8;

/** Connections opened before an open loop starts; more are opened as they are needed. */
const CONNECTIONS_AHEAD = 64;

/**
 * Makes the driver of a session.
 *
 * @param seed of order bodies, think times and random arrivals.
 */
export function createLoadDriver(
  { clock, startEpochMs, openSender }: Pick<Session, "clock" | "startEpochMs" | "openSender">,
  seed: number,
): LoadDriver {
  // A stream of the trial's own: a trial run by itself sends what it sends among others.
  const trialRandom = ({ trial }: TrialPlan, repetition: number) =>
    createSeededRandom(seed).fork(trial).fork(String(repetition));
  return {
    async warmUp({ plan, repetition, running, idPrefix }, signal) {
      const sender = openSender(running, plan.path);
      const random = trialRandom(plan, repetition).fork("warm-up");
      try {
        const warmUp = { idPrefix, orders: plan.warmUpOrders, inFlight: WARM_UP_IN_FLIGHT };
        return await sendWarmUp(warmUp, { sender, random }, signal);
      } finally {
        sender.close();
      }
    },
    async run({ plan, repetition, running }, onProgress, signal) {
      const sender = openSender(running, plan.path, plan.load.timeoutMs);
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
