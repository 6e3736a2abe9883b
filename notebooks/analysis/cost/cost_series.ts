/**
 * Cost against volume, as rows of a chart.
 *
 * @module
 */
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import { assume, type Assumptions } from "./assume.ts";
import { BREAK_EVEN_RANGE, breakEven, logSpaced } from "./break_even.ts";
import { FLEET_MODES, type FleetMode } from "./fleet.ts";
import { type CostBasis, monthlyCost, PATHS, usdPer1000 } from "./path_cost.ts";

/** One point of a cost curve. */
export interface CostPoint {
  path: OrderPath;
  fleet: FleetMode;
  orders_per_month: number;
  usd_per_month: number;
  usd_per_1000: number;
}

/** A point at which the curves of functions and workers cross. */
export interface BreakEvenPoint {
  fleet: FleetMode;
  orders_per_month: number;
  /** Of the workers' path. */
  usd_per_month: number;
  below: OrderPath;
  above: OrderPath;
}

/** Curves and where they cross. */
export interface CostSeries {
  points: CostPoint[];
  /** None where nothing crosses in range. */
  breakEvens: BreakEvenPoint[];
}

/**
 * Monthly cost of the three paths at volumes evenly spaced on a log scale, and the break-evens between
 * functions and workers in the same range.
 *
 * @param perDecade points of a curve between a volume and ten times it; default 12.
 * @example
 * ```ts
 * import { costSeries } from "./cost_series.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const { points } = costSeries({ prices, range: [1000, 100_000], perDecade: 1, fleets: ["fixed"] });
 * assert.deepEqual(
 *   points.filter(({ path }) => path === "sync").map((point) => point.orders_per_month),
 *   [1000, 10_000, 100_000],
 * );
 * ```
 */
export function costSeries({
  assumptions = assume(),
  fleets = FLEET_MODES,
  range = BREAK_EVEN_RANGE,
  perDecade = 12,
  ...basis
}: CostBasis & {
  assumptions?: Assumptions;
  fleets?: readonly FleetMode[];
  range?: readonly [from: number, to: number];
  perDecade?: number;
}): CostSeries {
  const volumes = logSpaced(...range, perDecade).map(Math.round);
  const costOf = (path: OrderPath, fleet: FleetMode, ordersPerMonth: number) =>
    monthlyCost({ ...basis, path, fleet, ordersPerMonth, assumptions });
  return {
    points: PATHS.flatMap((path) =>
      fleets.flatMap((fleet) =>
        volumes.map((volume) => {
          const cost = costOf(path, fleet, volume);
          return {
            path,
            fleet,
            orders_per_month: volume,
            usd_per_month: cost.totalUsd,
            usd_per_1000: usdPer1000(cost)!,
          };
        })
      )
    ),
    breakEvens: fleets.flatMap((fleet) =>
      breakEven({ ...basis, fleet, assumptions }, range).crossings.map((
        { ordersPerMonth, below, above },
      ) => ({
        fleet,
        orders_per_month: ordersPerMonth,
        usd_per_month: costOf("queue", fleet, ordersPerMonth).totalUsd,
        below,
        above,
      }))
    ),
  };
}
