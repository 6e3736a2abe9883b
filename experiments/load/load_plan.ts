/**
 * What a load is, before anything is sent.
 *
 * @module
 */
import { arrivalFaults, type Arrivals } from "./arrivals.ts";

/** What clients of every load do. */
interface ClientPlan {
  /**
   * Longest wait of a client for its answer, ms, > 0; then it goes away and its order counts as failed.
   * Default 60,000.
   */
  timeoutMs?: number;
}

/** Orders that are sent at their times, whatever becomes of those before. */
export interface OpenLoadPlan extends ClientPlan {
  model: "open";
  arrivals: Arrivals;
  /** An order due while so many are unanswered is not sent, but a row `unsent`; >= 1, default 10,000. */
  inFlightMax?: number;
  /** How long answers are waited for behind the load phase, ms, >= 0; default 60,000. */
  graceMs?: number;
}

/** Users who each wait for the answer, think, and order again. */
export interface ClosedLoadPlan extends ClientPlan {
  model: "closed";
  /** Number of users, >= 1. */
  users: number;
  /** Users started per second, > 0; the first starts at once. */
  spawnRatePerS: number;
  /** Shortest think time, milliseconds, >= 0. */
  thinkMinMs: number;
  /** Longest think time, milliseconds, >= `thinkMinMs`; think times are uniform between them. */
  thinkMaxMs: number;
  /** Length of the load phase, seconds, > 0: no order is sent behind it. */
  durationS: number;
  /**
   * What happens at its end to orders without an answer: `abort` (default, as Locust does) gives them up,
   * `finish` waits for `graceMs`.
   */
  stop?: "abort" | "finish";
  /** With `finish`: how long answers are waited for, ms, >= 0; default 60,000. */
  graceMs?: number;
}

/** A load. */
export type LoadPlan = OpenLoadPlan | ClosedLoadPlan;

/** Orders in flight at once, unless the plan says otherwise. */
export const IN_FLIGHT_MAX_DEFAULT = 10_000;
/** Wait of a client for its answer, unless the plan says otherwise, milliseconds. */
export const TIMEOUT_MS_DEFAULT = 60_000;
/** Wait for answers behind the load phase, unless the plan says otherwise, milliseconds. */
export const GRACE_MS_DEFAULT = 60_000;

/**
 * What is wrong with a plan: one sentence a fault, none when it is valid.
 *
 * @example
 * ```ts
 * import { loadFaults } from "./load_plan.ts";
 * import assert from "node:assert/strict";
 *
 * const users = { users: 0, spawnRatePerS: 10, thinkMinMs: 500, thinkMaxMs: 100, durationS: 60 };
 * assert.deepEqual(loadFaults({ model: "closed", ...users }), [
 *   "users must be a whole number >= 1, got 0",
 *   "thinkMaxMs must be >= thinkMinMs (500), got 100",
 * ]);
 * ```
 */
export function loadFaults(plan: LoadPlan): string[] {
  const faults: string[] = [];
  const check = (holds: boolean, rule: string, value: unknown) => {
    if (!holds) faults.push(`${rule}, got ${value}`);
  };
  const finite = Number.isFinite;
  if (plan.model === "open") {
    const { inFlightMax = IN_FLIGHT_MAX_DEFAULT } = plan;
    faults.push(...arrivalFaults(plan.arrivals));
    check(
      Number.isInteger(inFlightMax) && inFlightMax >= 1,
      "inFlightMax must be a whole number >= 1",
      inFlightMax,
    );
  } else {
    const { users, spawnRatePerS, thinkMinMs, thinkMaxMs, durationS } = plan;
    check(Number.isInteger(users) && users >= 1, "users must be a whole number >= 1", users);
    check(finite(spawnRatePerS) && spawnRatePerS > 0, "spawnRatePerS must be > 0", spawnRatePerS);
    check(finite(thinkMinMs) && thinkMinMs >= 0, "thinkMinMs must be >= 0", thinkMinMs);
    check(
      finite(thinkMaxMs) && !(thinkMaxMs < thinkMinMs),
      `thinkMaxMs must be >= thinkMinMs (${thinkMinMs})`,
      thinkMaxMs,
    );
    check(finite(durationS) && durationS > 0, "durationS must be > 0", durationS);
  }
  const { graceMs = GRACE_MS_DEFAULT, timeoutMs = TIMEOUT_MS_DEFAULT } = plan;
  check(finite(graceMs) && graceMs >= 0, "graceMs must be >= 0", graceMs);
  check(finite(timeoutMs) && timeoutMs > 0, "timeoutMs must be > 0", timeoutMs);
  return faults;
}
