/**
 * Figures made of claims.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import type { Claim } from "./claim.ts";

/** One claim over another. Has no interval: the two may depend on each other. */
export function quotient(one: Claim, other: Claim, unit: string): Figure {
  return {
    value: Number(one.value) / Number(other.value),
    unit,
    source: { kind: "derived", formula: `{${one.id}} / {${other.id}}` },
  };
}
