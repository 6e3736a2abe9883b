/**
 * Words for findings.
 *
 * @module
 */
import { percentText, significant } from "../../experiments/run/format.ts";
import type { Interval } from "../analysis/figure.ts";

const LIST = new Intl.ListFormat("en-GB");

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  return LIST.format(items);
}

/** With a capital at its start. */
export function sentence(text: string): string {
  return text === "" ? text : text[0]!.toUpperCase() + text.slice(1);
}

/**
 * How far a value is off another, with its sign: `+1.3 %`, `−0.4 %`, and `×9.1` from the double on.
 *
 * @param ratio value / other, > 0.
 * @example
 * ```ts
 * import { offText } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual([1, 1.013, 0.996, 9.1].map(offText), ["±0.0 %", "+1.3 %", "−0.4 %", "× 9.10"]);
 * ```
 */
export function offText(ratio: number): string {
  if (ratio >= 2 || ratio <= 0.5) return `× ${significant(ratio)}`;
  const percent = percentText(Math.abs(ratio - 1));
  if (percent === "0.0 %") return "±0.0 %";
  return `${ratio > 1 ? "+" : "−"}${percent}`;
}

/** What a value is within of another, in percent rounded up, so that it is true: `2.3 %` of 0.9775. */
export function withinText(ratio: number): string {
  return percentText(Math.ceil(Math.abs(ratio - 1) * 1000 - 1e-9) / 1000);
}

/** `the one trial`, `both trials`, `all 6 trials`. */
export function allText(count: number, noun: string): string {
  return count === 1 ? `the one ${noun}` : count === 2 ? `both ${noun}s` : `all ${count} ${noun}s`;
}

/**
 * What a subtitle says of lines that are intervals, where there are any.
 *
 * @example
 * ```ts
 * import { intervalsText } from "./words.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(intervalsText([undefined, [9, 11]]), "; lines are 95 % intervals");
 * assert.equal(intervalsText([undefined]), "");
 * ```
 */
export function intervalsText(intervals: readonly (Interval | undefined)[]): string {
  return intervals.some((each) => each !== undefined) ? "; lines are 95 % intervals" : "";
}

/** How far a ratio is from 1, alike above and below: of 2 as of ½. */
export function distance(ratio: number): number {
  return Math.max(ratio, 1 / ratio) - 1;
}

/** A count that may be millions: `3.20 million`, `1,448`. */
export function volumeText(count: number): string {
  return count >= 1e6 ? `${significant(count / 1e6)} million` : significant(count);
}
