/**
 * How long tasks run in a month: those that always do, and those that the peak needs.
 *
 * @module
 */
import type { Assumptions } from "./assume.ts";

/**
 * How a service is sized for its peak.
 *
 * - `fixed`: as many tasks as the peak needs, all month.
 * - `autoscaled`: those of the minimum; at the peak, and for the scale-in time after it, as many as it needs.
 */
export type FleetMode = "fixed" | "autoscaled";

/** Both modes. */
export const FLEET_MODES: readonly FleetMode[] = ["fixed", "autoscaled"];

/** Tasks of one service in a month. */
export interface Fleet {
  /** Tasks that run at the peak, >= the minimum. */
  tasksAtPeak: number;
  /** Task-hours of the minimum: what runs without any order. */
  idleTaskHours: number;
  /** Task-hours beyond these. */
  peakTaskHours: number;
}

/**
 * Orders a second at the peak: ordersPerMonth × peakToMeanRatio / (hoursPerMonth × 3,600).
 *
 * The load is on or off: all orders come at this rate in 1 / peakToMeanRatio of the time.
 *
 * @param ordersPerMonth >= 0.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { peakRatePerS } from "./fleet.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(peakRatePerS(2_628_000, assume({ peakToMeanRatio: 10 })), 10);
 * ```
 */
export function peakRatePerS(ordersPerMonth: number, assumptions: Assumptions): number {
  const { peakToMeanRatio, hoursPerMonth } = assumptions;
  return ordersPerMonth * peakToMeanRatio / (hoursPerMonth * 3600);
}

/**
 * Orders a second that one task pays with its slots busy as far as they should be at the peak:
 * paymentSlots × busyAtPeakShare / ((serviceTimeMs + taskOverheadMs) / 1,000).
 *
 * Source: each slot is a server with a deterministic service time (utilisation law).
 *
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { paidPerTaskPerS } from "./fleet.ts";
 * import assert from "node:assert/strict";
 *
 * const whole = assume({ paymentSlots: 5, busyAtPeakShare: 1, serviceTimeMs: 3000, taskOverheadMs: 0 });
 * assert.equal(paidPerTaskPerS(whole), 5 / 3);
 * ```
 */
export function paidPerTaskPerS(assumptions: Assumptions): number {
  const { paymentSlots, busyAtPeakShare, serviceTimeMs, taskOverheadMs } = assumptions;
  return paymentSlots * busyAtPeakShare * 1000 / (serviceTimeMs + taskOverheadMs);
}

/**
 * Tasks of a service in a month.
 *
 * - tasksAtPeak = max(tasksMin, ⌈peak rate / perTaskPerS⌉)
 * - idleTaskHours = tasksMin × hoursPerMonth
 * - peakTaskHours = (tasksAtPeak − tasksMin) × hours, with hours = hoursPerMonth where `fixed`, and where
 *   `autoscaled` the time on, hoursPerMonth / peakToMeanRatio, plus what scale-in takes after each
 * burst,
 *   burstsPerMonth × scaleInS / 3,600, no more than the time off
 *
 * The most tasks that a topology allows bind nothing here: the question is what the peak would cost.
 *
 * @param ordersPerMonth >= 0.
 * @param service fewest tasks, and orders a second that one of them is to take (> 0; Infinity of no
 * work).
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { fleetOf } from "./fleet.ts";
 * import assert from "node:assert/strict";
 *
 * // 2.628 million orders a month are 1 a second, 10 at the peak: 8 tasks at 4/3 a second.
 * const service = { tasksMin: 1, perTaskPerS: 4 / 3 };
 * const changes = { hoursPerMonth: 730, peakToMeanRatio: 10, burstsPerMonth: 0 };
 * assert.deepEqual(fleetOf(2_628_000, service, "fixed", assume(changes)), {
 *   tasksAtPeak: 8,
 *   idleTaskHours: 730,
 *   peakTaskHours: 7 * 730,
 * });
 * assert.equal(fleetOf(2_628_000, service, "autoscaled", assume(changes)).peakTaskHours, 7 * 73);
 * ```
 */
export function fleetOf(
  ordersPerMonth: number,
  { tasksMin, perTaskPerS }: { tasksMin: number; perTaskPerS: number },
  mode: FleetMode,
  assumptions: Assumptions,
): Fleet {
  const { hoursPerMonth } = assumptions;
  const needed = Math.ceil(peakRatePerS(ordersPerMonth, assumptions) / perTaskPerS);
  const tasksAtPeak = Math.max(tasksMin, needed);
  const hours = mode === "fixed" ? hoursPerMonth : hoursScaledOut(assumptions);
  return {
    tasksAtPeak,
    idleTaskHours: tasksMin * hoursPerMonth,
    peakTaskHours: (tasksAtPeak - tasksMin) * hours,
  };
}

function hoursScaledOut(assumptions: Assumptions): number {
  const { hoursPerMonth, peakToMeanRatio, burstsPerMonth, scaleInS } = assumptions;
  const on = hoursPerMonth / peakToMeanRatio;
  return on + Math.min(hoursPerMonth - on, burstsPerMonth * scaleInS / 3600);
}
