/**
 * What the break-even hangs on.
 *
 * @module
 */
import { assume, type AssumptionName, type Assumptions } from "./assume.ts";
import { type Assumption, ASSUMPTIONS } from "./assumptions.ts";
import { type BreakEven, breakEven } from "./break_even.ts";
import { FLEET_MODES, type FleetMode } from "./fleet.ts";
import type { CostBasis } from "./path_cost.ts";

/** Break-evens under one changed assumption. */
export interface SensitivityRow {
  fleet: FleetMode;
  /** What was changed; `nothing` in the row to compare with. */
  changed: AssumptionName | "nothing";
  /** What it was multiplied by; what comes in whole numbers was rounded up then. */
  factor: number;
  /** Its value then; `undefined` where nothing was changed. */
  value?: number;
  breakEven: BreakEven;
}

/** What is halved and doubled if nothing else is said. */
export const SENSITIVE: readonly AssumptionName[] = [
  "serviceTimeMs",
  "functionMemoryMb",
  "peakToMeanRatio",
  "paymentSlots",
];

/**
 * Break-evens with each of some assumptions halved and doubled, all else as it was, in both fleet
 * modes.
 *
 * @throws {RangeError} if half or double of one breaks its bounds.
 * @example
 * ```ts
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import { sensitivity } from "./sensitivity.ts";
 * import assert from "node:assert/strict";
 *
 * const rows = sensitivity({ prices: priceBook(await readPrices()), names: ["functionMemoryMb"] });
 * assert.deepEqual(
 *   rows.map(({ fleet, value }) => [fleet, value]),
 *   [["fixed", undefined], ["fixed", 256], ["fixed", 1024],
 *    ["autoscaled", undefined], ["autoscaled", 256], ["autoscaled", 1024]],
 * );
 * ```
 */
export function sensitivity({
  assumptions = assume(),
  names = SENSITIVE,
  fleets = FLEET_MODES,
  ...basis
}: CostBasis & {
  assumptions?: Assumptions;
  names?: readonly AssumptionName[];
  fleets?: readonly FleetMode[];
}): SensitivityRow[] {
  return fleets.flatMap((fleet) => [
    {
      fleet,
      changed: "nothing" as const,
      factor: 1,
      breakEven: breakEven({ ...basis, fleet, assumptions }),
    },
    ...names.flatMap((changed) =>
      [0.5, 2].map((factor) => {
        const { whole }: Assumption = ASSUMPTIONS[changed];
        const exact = assumptions[changed] * factor;
        const value = whole ? Math.ceil(exact) : exact;
        const other = assume({ ...assumptions, [changed]: value });
        return {
          fleet,
          changed,
          factor,
          value,
          breakEven: breakEven({ ...basis, fleet, assumptions: other }),
        };
      })
    ),
  ]);
}
