/**
 * Shots at a trial's services while it runs: seeded faults at random times.
 *
 * @module
 */
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { Clock } from "../../services/orders/ports.ts";
import { sleptThrough } from "../load/slept_through.ts";
import type { RunningTrial } from "./ports.ts";

/** What can be shot: processes by SIGKILL, the connections to queue and topic by a reset. */
export const SHOT_TARGETS = ["worker", "api", "queue"] as const;

/** See {@linkcode SHOT_TARGETS}. */
export type ShotTarget = typeof SHOT_TARGETS[number];

/** What is to be shot in one trial. */
export interface ShotPlan {
  /** Number of shots, >= 1. */
  count: number;
  /** Each shot is at one of them. */
  at: readonly ShotTarget[];
  /** Length of the load from its start, seconds, > 0: the API is shot within it. */
  loadS: number;
  /** Length of load and drain, seconds, >= `loadS`: the others are shot within it. */
  trialS: number;
}

/** One shot. */
export interface Shot {
  at: ShotTarget;
  /** Milliseconds since the load's start. */
  afterMs: number;
}

/**
 * Draws the shots: each at a target and a time of its own, in the order of time.
 *
 * @example
 * ```ts
 * import { drawShots } from "./shots.ts";
 * import { createSeededRandom } from "../../services/orders/seeded_random.ts";
 * import assert from "node:assert/strict";
 *
 * const plan = { count: 3, at: ["api"], loadS: 2, trialS: 10 } as const;
 * const shots = drawShots(plan, createSeededRandom(1));
 * assert.equal(shots.length, 3);
 * assert.ok(shots.every(({ at, afterMs }) => at === "api" && afterMs < 2000));
 * ```
 */
export function drawShots({ count, at, loadS, trialS }: ShotPlan, random: SeededRandom): Shot[] {
  return Array.from({ length: count }, () => {
    const target = at[random.below(at.length)]!;
    const withinS = target === "api" ? loadS : trialS;
    return { at: target, afterMs: random.next() * withinS * 1000 };
  }).sort((a, b) => a.afterMs - b.afterMs);
}

/** Shots that are being fired. */
export interface Shooting {
  /** Fires no more; resolves with how many were fired. */
  stop(): Promise<number>;
}

/** Fires shots at their times from now. */
export function shoot(
  shots: readonly Shot[],
  running: Pick<RunningTrial, "kill" | "resetConnections">,
  clock: Clock,
): Shooting {
  const stopping = new AbortController();
  const startMs = clock.now();
  let fired = 0;

  async function fireAll(): Promise<void> {
    for (const { at, afterMs } of shots) {
      if (!await sleptThrough(clock, startMs + afterMs - clock.now(), stopping.signal)) return;
      fired++;
      if (at === "queue") await running.resetConnections();
      else await running.kill(at, "SIGKILL");
    }
  }

  const firing = fireAll();
  // Told by stop().
  firing.catch(() => {});
  return {
    async stop() {
      stopping.abort();
      await firing;
      return fired;
    },
  };
}
