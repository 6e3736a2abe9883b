/**
 * Time on an axis: in the unit that people would say it in.
 *
 * @module
 */
import { largest } from "./axis.ts";

/** A unit of time, and times in it. */
export interface TimeScale {
  unit: "ms" | "s" | "min" | "h";
  /** Seconds in this unit. */
  of: (seconds: number) => number;
}

/**
 * Chooses a unit for times up to the longest.
 *
 * @param seconds the times to be shown.
 * @example
 * ```ts
 * import { timeScale } from "./time_scale.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(timeScale([0, 144]).unit, "s");
 * assert.equal(timeScale([0, 1800]).of(1800), 30);
 * ```
 */
export function timeScale(seconds: Iterable<number>): TimeScale {
  const longest = largest(seconds);
  const [unit, length] = longest >= 3 * 3600
    ? ["h", 3600] as const
    : longest >= 600
    ? ["min", 60] as const
    : longest >= 1
    ? ["s", 1] as const
    : ["ms", 0.001] as const;
  return { unit, of: (time) => time / length };
}
