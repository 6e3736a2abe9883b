/**
 * Assumptions with some of them changed, and as figures.
 *
 * @module
 */
import type { Figure } from "../figure.ts";
import { type Assumption, ASSUMPTIONS } from "./assumptions.ts";

/** See {@linkcode ASSUMPTIONS}. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** A value for every assumption. */
export type Assumptions = Readonly<Record<AssumptionName, number>>;

/**
 * All assumptions, some of them changed.
 *
 * @throws {RangeError} naming every change that breaks its bounds.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(assume().hoursPerMonth, 730);
 * assert.equal(assume({ paymentSlots: 20 }).paymentSlots, 20);
 * assert.throws(
 *   () => assume({ peakToMeanRatio: 0.5, coldStartShare: 2 }),
 *   /peakToMeanRatio must be a number >= 1, got 0.5; coldStartShare must be a number from 0 to 1, got 2/,
 * );
 * ```
 */
export function assume(changes: Partial<Assumptions> = {}): Assumptions {
  const faults = Object.entries(changes).flatMap(([name, value]) => {
    if (!(name in ASSUMPTIONS)) return `there is no assumption ${name}`;
    const { least = 0, most, whole }: Assumption = ASSUMPTIONS[name as AssumptionName];
    const fits = whole ? Number.isInteger(value) : Number.isFinite(value);
    if (fits && value >= least && value <= (most ?? Infinity)) return [];
    const rule = most === undefined ? `>= ${least}` : `from ${least} to ${most}`;
    return `${name} must be a ${whole ? "whole " : ""}number ${rule}, got ${value}`;
  });
  if (faults.length > 0) throw new RangeError(`Cannot assume: ${faults.join("; ")}`);
  const defaults = Object.entries(ASSUMPTIONS).map(([name, { value }]) => [name, value]);
  return { ...Object.fromEntries(defaults), ...changes };
}

/**
 * An assumption as a figure.
 *
 * @param assumptions whose value is taken; a changed one says so.
 * @example
 * ```ts
 * import { assume, assumptionFigure } from "./assume.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(assumptionFigure("orderValueUsd").value, 100);
 * const { source } = assumptionFigure("initMs", assume({ initMs: 250 }));
 * assert.ok(source.kind === "assumption" && source.reason.startsWith("changed from 60"));
 * ```
 */
export function assumptionFigure(
  name: AssumptionName,
  assumptions: Assumptions = assume(),
): Figure {
  const { value: usual, unit, reason }: Assumption = ASSUMPTIONS[name];
  const value = assumptions[name];
  return {
    value,
    unit,
    source: {
      kind: "assumption",
      file: "notebooks/analysis/cost/assumptions.ts",
      reason: value === usual ? reason : `changed from ${usual}: ${reason}`,
    },
  };
}
