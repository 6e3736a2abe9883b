/**
 * What the published costs can be compared with: `ecs_cost`, `lambda_cost` and the figures in their
 * notes (`data/reference/published.csv`).
 *
 * @module
 */
import type { Figure } from "../figure.ts";
import { assume, type Assumptions } from "./assume.ts";
import { costFigure } from "./cost_figure.ts";
import { FLEET_MODES, type FleetMode } from "./fleet.ts";
import { withFreeTiers } from "./free_tier.ts";
import { monthlyCost, type PathCost } from "./path_cost.ts";
import type { PriceBook } from "./price_book.ts";

/** Costs of workers or of functions at one volume, all USD/month. */
export interface ComparableCost {
  fleet: FleetMode;
  /** Everything on the path. */
  wholePath: Figure;
  /** Everything that is paid without any order. */
  idle: Figure;
  /** Only what orders are paid by: the worker tasks, or requests and GB-seconds of the function. */
  workAlone: Figure;
  /** The same less the free tiers. */
  workAloneFreeTiers: Figure;
}

/** Orders a month of the figures in the notes of `ecs_cost` and `lambda_cost`. */
export const PUBLISHED_ORDERS_PER_MONTH = 1_000_000;

/**
 * Costs of workers and functions as narrow and as wide as a published figure may mean them, in both
 * fleet modes. What volume "typical" is, nobody published.
 *
 * @param ordersPerMonth >= 0.
 * @example
 * ```ts
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import { comparableCosts } from "./published_costs.ts";
 * import assert from "node:assert/strict";
 *
 * const { lambda } = comparableCosts(priceBook(await readPrices()));
 * // The published 18 USD at 1 M orders are GB-seconds less the free tier, and nothing else.
 * assert.equal(Math.round(lambda[0]!.workAloneFreeTiers.value), 18);
 * ```
 */
export function comparableCosts(
  prices: PriceBook,
  ordersPerMonth: number = PUBLISHED_ORDERS_PER_MONTH,
  assumptions: Assumptions = assume(),
): { queue: ComparableCost[]; lambda: ComparableCost[] } {
  const costsOf = (path: "queue" | "lambda", work: string) =>
    FLEET_MODES.map((fleet) => {
      const cost = monthlyCost({ path, ordersPerMonth, prices, fleet, assumptions });
      const alone = ({ lines }: PathCost) =>
        costFigure(lines.filter(({ item }) => item.startsWith(work)));
      return {
        fleet,
        wholePath: costFigure(cost.lines),
        idle: costFigure(cost.lines.filter(({ when }) => when === "idle")),
        workAlone: alone(cost),
        workAloneFreeTiers: alone(withFreeTiers(cost)),
      };
    });
  return { queue: costsOf("queue", "worker tasks:"), lambda: costsOf("lambda", "function:") };
}
