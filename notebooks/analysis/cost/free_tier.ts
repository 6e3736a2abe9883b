/**
 * Free tiers, for whoever has them to himself.
 *
 * @module
 */
import { billOf, type PathCost } from "./path_cost.ts";
import type { Price } from "./prices.ts";

/** Tiers that end after a year, or are not for what is used here. */
const NOT_FOR_US = /12.months?|EC2 only/;

/**
 * Units of an item that are free each month, for good; 0 of what is free for a year only.
 *
 * Read from the beginning of the file's own words: `400000 GB-s (…)`.
 *
 * @example
 * ```ts
 * import { freeQuantity } from "./free_tier.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(freeQuantity({ freeTier: "400000 GB-s (perpetual)" }), 400_000);
 * assert.equal(freeQuantity({ freeTier: "750 h for EC2 only (12 months)" }), 0);
 * assert.equal(freeQuantity({ freeTier: "none" }), 0);
 * ```
 */
export function freeQuantity({ freeTier }: Pick<Price, "freeTier">): number {
  return NOT_FOR_US.test(freeTier) ? 0 : Number(/^\d+(?= )/.exec(freeTier)?.[0] ?? 0);
}

/**
 * A bill less the free tiers, taken off its lines from the first on. Items that share a free tier (the
 * same words of the same service) share it here.
 *
 * @example
 * ```ts
 * import { withFreeTiers } from "./free_tier.ts";
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const bill = monthlyCost({ path: "lambda", ordersPerMonth: 1000, prices });
 * const requests = withFreeTiers(bill).lines.find(({ item }) => item === "function: requests");
 * assert.equal(requests?.usd, 0);
 * ```
 */
export function withFreeTiers(cost: PathCost): PathCost {
  const left = new Map<string, number>();
  const lines = cost.lines.map((line) => {
    const { price, quantity } = line;
    const tier = `${price.service}: ${price.freeTier}`;
    const free = Math.min(quantity, left.get(tier) ?? freeQuantity(price));
    if (free === 0) return line;
    left.set(tier, (left.get(tier) ?? freeQuantity(price)) - free);
    const billed = quantity - free;
    const formula = `${line.formula}, less ${free} of the free tier`;
    return { ...line, quantity: billed, usd: billed * price.usd, formula };
  });
  return billOf(cost, lines);
}
