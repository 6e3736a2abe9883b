/**
 * What a path costs in a month.
 *
 * @module
 */
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import { assume, type Assumptions } from "./assume.ts";
import type { FleetMode } from "./fleet.ts";
import { pathUses } from "./path_use.ts";
import { type PriceBook, PRICED } from "./price_book.ts";
import type { Price } from "./prices.ts";
import type { Use } from "./task_use.ts";

/** The paths that are compared. */
export const PATHS: readonly OrderPath[] = ["sync", "queue", "lambda"];

/** One line of the bill. */
export interface CostLine extends Omit<Use, "priced"> {
  path: OrderPath;
  /** The price's unit. */
  unit: string;
  price: Price;
  /** quantity × price. */
  usd: number;
}

/** A path's bill of a month. */
export interface PathCost {
  path: OrderPath;
  fleet: FleetMode;
  ordersPerMonth: number;
  lines: readonly CostLine[];
  /** Without any order, USD/month. */
  idleUsd: number;
  /** In proportion to orders, USD/month. */
  ordersUsd: number;
  /** For tasks that the peak needs beyond those that always run, USD/month. */
  peakUsd: number;
  /** The sum of the three. */
  totalUsd: number;
}

/** What every bill is made from. */
export interface CostBasis {
  prices: PriceBook;
  /** Of a worker task that is busy, as counted in a run (`empty_receives.ts`); default: as of one that idles. */
  emptyReceivesPerBusyTaskHour?: number;
}

/** What is asked. */
export interface CostQuestion extends CostBasis {
  path: OrderPath;
  /** Finite, >= 0. */
  ordersPerMonth: number;
  /** Default `autoscaled`. */
  fleet?: FleetMode;
  /** Default: those of `assumptions.ts`. */
  assumptions?: Assumptions;
}

/**
 * A month's bill: each use of the path (`path_use.ts`) × its price.
 *
 * @throws {RangeError} if the volume is no number >= 0, or needs more of something than its price
 * holds for.
 * @example
 * ```ts
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const idle = monthlyCost({ path: "lambda", ordersPerMonth: 0, prices });
 * assert.equal(idle.totalUsd, idle.idleUsd);
 * assert.ok(monthlyCost({ path: "queue", ordersPerMonth: 0, prices }).idleUsd > idle.idleUsd);
 * ```
 */
export function monthlyCost(question: CostQuestion): PathCost {
  const { prices, fleet = "autoscaled", assumptions = assume(), ...asked } = question;
  const { path, ordersPerMonth } = asked;
  if (!Number.isFinite(ordersPerMonth) || ordersPerMonth < 0) {
    throw new RangeError(
      `Cannot cost ${path}: ordersPerMonth must be a finite number >= 0, got ${ordersPerMonth}`,
    );
  }
  const uses = pathUses({ ...asked, fleet, assumptions });
  throwBeyondTier(path, uses);
  const lines = uses.map(({ priced, ...use }): CostLine => {
    const price = prices[priced];
    return { ...use, path, unit: price.unit, price, usd: use.quantity * price.usd };
  });
  return billOf({ path, fleet, ordersPerMonth }, lines);
}

/**
 * A bill of these lines.
 *
 * @example
 * ```ts
 * import { billOf, monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const bill = monthlyCost({ path: "sync", ordersPerMonth: 1e6, prices });
 * assert.deepEqual(billOf(bill, bill.lines), bill);
 * ```
 */
export function billOf(
  of: Pick<PathCost, "path" | "fleet" | "ordersPerMonth">,
  lines: readonly CostLine[],
): PathCost {
  const usdOf = (when: Use["when"]) =>
    lines.reduce((usd, line) => line.when === when ? usd + line.usd : usd, 0);
  const [idleUsd, ordersUsd, peakUsd] = [usdOf("idle"), usdOf("orders"), usdOf("peak")];
  return { ...of, lines, idleUsd, ordersUsd, peakUsd, totalUsd: idleUsd + ordersUsd + peakUsd };
}

/** Throws where the quantity of a price reaches its next tier, which nobody has looked at. */
function throwBeyondTier(path: OrderPath, uses: readonly Use[]): void {
  for (const [priced, of] of Map.groupBy(uses, ({ priced }) => priced)) {
    const item: { service: string; item: string; tierEnds?: number } = PRICED[priced];
    const quantity = of.reduce((sum, use) => sum + use.quantity, 0);
    if (quantity > (item.tierEnds ?? Infinity)) {
      throw new RangeError(
        `Cannot cost ${path}: the price of ${item.service}, ${item.item} holds for at most ` +
          `${item.tierEnds} a month, got ${quantity}`,
      );
    }
  }
}

/**
 * What the path costs while orders come at the peak rate: USD/h.
 *
 * monthlyCost of a month that is peak all the time (ordersPerMonth × peakToMeanRatio orders, ratio
 * 1) / hoursPerMonth.
 * @example
 * ```ts
 * import { monthlyCost, peakHourUsd } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const question = { path: "lambda", ordersPerMonth: 1e6, prices } as const;
 * assert.ok(peakHourUsd(question) > monthlyCost(question).totalUsd / 730);
 * ```
 */
export function peakHourUsd(question: CostQuestion): number {
  const { assumptions = assume(), ordersPerMonth } = question;
  const { totalUsd } = monthlyCost({
    ...question,
    ordersPerMonth: ordersPerMonth * assumptions.peakToMeanRatio,
    assumptions: { ...assumptions, peakToMeanRatio: 1 },
  });
  return totalUsd / assumptions.hoursPerMonth;
}

/**
 * What a thousand orders cost, USD: total / orders × 1,000; nothing where there is no order.
 *
 * @example
 * ```ts
 * import { usdPer1000 } from "./path_cost.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(usdPer1000({ totalUsd: 50, ordersPerMonth: 100_000 }), 0.5);
 * ```
 */
export function usdPer1000(
  { totalUsd, ordersPerMonth }: Pick<PathCost, "totalUsd" | "ordersPerMonth">,
): number | undefined {
  return ordersPerMonth === 0 ? undefined : totalUsd / ordersPerMonth * 1000;
}
