/**
 * The flash sale that experiments put on their services: open loop (arrivals do not wait for
 * answers) or closed loop (users do).
 *
 * @module
 */
import { z } from "zod";
import type { LoadPlan } from "../load/mod.ts";
import { numberSetting } from "./settings.ts";

/** Settings of the load; which of them count is `load_model`'s. */
export const flashSaleSettings = {
  load_model: z.enum(["open", "closed"], { error: "must be open or closed" })
    .describe("open: arrivals at rate_per_s; closed: users who wait for their answers"),
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  rate_per_s: numberSetting("open loop: arrivals per second", { above: 0, maximum: 100_000 }),
  users: numberSetting("closed loop: users", { minimum: 1, maximum: 10_000, whole: true }),
  spawn_rate_per_s: numberSetting("closed loop: users started per second", {
    above: 0,
    maximum: 100_000,
  }),
  think_min_ms: numberSetting("closed loop: shortest think time, ms", {
    minimum: 0,
    maximum: 3_600_000,
  }),
  think_max_ms: numberSetting("closed loop: longest think time, ms", {
    minimum: 0,
    maximum: 3_600_000,
  }),
};

/** The original's users. Source: `data/reference/README.md`. */
export const ORIGINAL_USERS = {
  users: 20,
  spawn_rate_per_s: 10,
  think_min_ms: 100,
  think_max_ms: 500,
};

/** The original's users, 30 times faster. */
export const QUICK_USERS = {
  users: 20,
  spawn_rate_per_s: 300,
  think_min_ms: 100 / 30,
  think_max_ms: 500 / 30,
};

const flashSale = z.object(flashSaleSettings);

/** See {@linkcode flashSaleSettings}. */
export type FlashSaleSettings = z.infer<typeof flashSale>;

const CLOSED_ONLY = ["users", "spawn_rate_per_s", "think_min_ms", "think_max_ms"] as const;

/**
 * Settings that contradict each other.
 *
 * @param given names that the user set, as against defaults.
 * @returns one rule a contradiction.
 */
export function flashSaleConflicts(
  settings: FlashSaleSettings,
  given: ReadonlySet<string>,
): string[] {
  const rules: string[] = [];
  const closed = settings.load_model === "closed";
  if (closed && given.has("rate_per_s")) {
    rules.push("rate_per_s goes with load_model=open, but load_model is closed");
  }
  for (const name of CLOSED_ONLY) {
    if (!closed && given.has(name)) {
      rules.push(`${name} goes with load_model=closed, but load_model is open`);
    }
  }
  if (settings.think_min_ms > settings.think_max_ms) {
    rules.push(
      `think_min_ms must be <= think_max_ms, got ${settings.think_min_ms} and ${settings.think_max_ms}`,
    );
  }
  return rules;
}

/** The load plan of these settings. */
export function flashSaleLoad(s: FlashSaleSettings): LoadPlan {
  return s.load_model === "open"
    ? {
      model: "open",
      arrivals: { kind: "constant", ratePerS: s.rate_per_s, durationS: s.load_s },
    }
    : {
      model: "closed",
      users: s.users,
      spawnRatePerS: s.spawn_rate_per_s,
      thinkMinMs: s.think_min_ms,
      thinkMaxMs: s.think_max_ms,
      durationS: s.load_s,
    };
}

/**
 * Arrivals per second that these settings lead to: `rate`, or by the closed loop's law
 * `users / (mean think time + response time)`.
 *
 * @param responseMs response time to expect, >= 0.
 */
export function flashSaleRatePerS(s: FlashSaleSettings, responseMs: number): number {
  if (s.load_model === "open") return s.rate_per_s;
  return s.users * 1000 / ((s.think_min_ms + s.think_max_ms) / 2 + responseMs);
}

/** When a drain is given up: half as long again as arithmetic says, and three leases. */
export function drainDeadlineS(predictedS: number, visibilityTimeoutS: number): number {
  return Math.ceil(1.5 * predictedS + 3 * visibilityTimeoutS + 30);
}
