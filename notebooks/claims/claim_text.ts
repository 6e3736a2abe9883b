/**
 * Claims as prose has them.
 *
 * @module
 */
import { countText, percentText, secondsText, significant } from "../../experiments/run/format.ts";
import type { Claim } from "./claim.ts";

/** Units that are counted: shown whole, with thousands separated. */
const COUNTED =
  /^(orders|messages|payments|users|customers|invocations|processes|requests|slots|loops|runs|trials|rows|resources|settings|alarms|steps|shots|claims)$/;

/**
 * A value with its unit, three significant digits unless it is a count.
 *
 * `share` is shown in percent, `times` as a factor, `USD…` with a dollar sign.
 *
 * @example
 * ```ts
 * import { valueText } from "./claim_text.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(valueText(2888, "orders"), "2,888 orders");
 * assert.equal(valueText(1, "processes"), "1 process");
 * assert.equal(valueText(0.975, "share"), "97.5 %");
 * assert.equal(valueText(30.41, "times"), "30.4 times");
 * assert.equal(valueText(4.5, "USD/month"), "$4.50/month");
 * assert.equal(valueText(1665, "s"), "27.8 min");
 * assert.equal(valueText(-0.69, "s"), "−0.690 s");
 * ```
 */
export function valueText(value: number | string, unit: string): string {
  if (typeof value === "string") return value;
  if (COUNTED.test(unit)) return `${signed(countText(value))} ${countedUnit(value, unit)}`;
  if (unit === "s") return signed(secondsText(value));
  if (unit === "share") return signed(percentText(value));
  if (unit.startsWith("USD")) {
    return `${dollarText(value)}${unit.slice("USD".length)}`;
  }
  return `${signed(significant(value))} ${unit}`;
}

/** The unit of a count: `1 process`, `2 processes`. */
export function countedUnit(value: number, unit: string): string {
  return Math.abs(Math.round(value)) === 1 ? unit.replace(/(?<=ss)es$|s$/, "") : unit;
}

/** With the sign that is as wide as a plus. */
function signed(text: string): string {
  return text.replace(/^-/, "−");
}

function dollarText(value: number): string {
  const amount = Math.abs(value);
  const text = amount >= 1000
    ? countText(amount)
    : amount >= 1
    ? amount.toFixed(2)
    : significant(amount);
  return `${value < 0 ? "−" : ""}$${text}`;
}

/** A claim's value with its unit; in its own words, where it has them. */
export function claimText(
  { value, unit, words }: Pick<Claim, "value" | "unit" | "words">,
): string {
  return words ?? valueText(value, unit);
}

/** A claim's interval: `30.1 times to 30.8 times`, or `none`. */
export function intervalWords({ interval, unit }: Pick<Claim, "interval" | "unit">): string {
  if (interval === null) return "none";
  return `${valueText(interval[0], unit)} to ${valueText(interval[1], unit)}`;
}

/** The same with its confidence: `95 %: 30.1 times to 30.8 times`, or that there is none. */
export function intervalText(claim: Pick<Claim, "interval" | "unit">): string {
  return claim.interval === null
    ? "no interval: the data allow none"
    : `95 %: ${intervalWords(claim)}`;
}
