/**
 * Costs as figures: sums over rows of `prices.csv` that any DuckDB repeats.
 *
 * @module
 */
import type { Figure, RowsSource } from "../figure.ts";
import { quoted } from "../quoted.ts";
import { type CostLine, type PathCost, usdPer1000 } from "./path_cost.ts";
import { pricesTable } from "./prices.ts";

/**
 * The sum of lines of one bill as a figure: USD/month.
 *
 * Its query multiplies the quantities, which it holds as literals, with the prices of the file.
 * What the quantities are made of stands in each line's `formula`.
 *
 * @param lines at least one, all of one region.
 * @throws {RangeError} if there is no line, or lines are of several regions.
 * @example
 * ```ts
 * import { costFigure } from "./cost_figure.ts";
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const { lines, idleUsd } = monthlyCost({ path: "sync", ordersPerMonth: 1e6, prices });
 * const idle = costFigure(lines.filter(({ when }) => when === "idle"));
 * assert.ok(Math.abs(idle.value - idleUsd) < 1e-9);
 * ```
 */
export function costFigure(lines: readonly CostLine[]): Figure {
  return {
    value: lines.reduce((usd, line) => usd + line.usd, 0),
    unit: "USD/month",
    source: sumSource(lines, "sum(price_usd * quantity)"),
  };
}

/**
 * What a thousand orders cost as a figure: total / orders × 1,000, USD/1,000 orders.
 *
 * @throws {RangeError} if there is no order.
 * @example
 * ```ts
 * import { per1000Figure } from "./cost_figure.ts";
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const cost = monthlyCost({ path: "sync", ordersPerMonth: 1e6, prices });
 * assert.equal(per1000Figure(cost).value.toFixed(9), (cost.totalUsd / 1000).toFixed(9));
 * ```
 */
export function per1000Figure(cost: PathCost): Figure {
  const value = usdPer1000(cost);
  if (value === undefined) {
    throw new RangeError(
      `Cannot tell what 1,000 orders cost on ${cost.path}: there must be an order`,
    );
  }
  const expression = `sum(price_usd * quantity) / ${cost.ordersPerMonth} * 1000`;
  return { value, unit: "USD/1,000 orders", source: sumSource(cost.lines, expression) };
}

/**
 * A query over the rows of these lines' prices, joined with the quantities used of each.
 *
 * @example
 * ```ts
 * import { sumSource } from "./cost_figure.ts";
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const { lines } = monthlyCost({ path: "sync", ordersPerMonth: 1e6, prices });
 * assert.equal(sumSource(lines, "count(*)").folder, "data/reference");
 * ```
 */
export function sumSource(lines: readonly CostLine[], expression: string): RowsSource {
  const regions = new Set(lines.map(({ price }) => price.region));
  const [region] = regions;
  if (region === undefined || regions.size > 1) {
    throw new RangeError(
      `Cannot sum costs: there must be lines, all of one region, got ${lines.length} of ` +
        `${[...regions].join(", ") || "none"}`,
    );
  }
  const used = [...Map.groupBy(lines, ({ price }) => price)].map(([{ service, item }, of]) => {
    const quantity = of.reduce((sum, line) => sum + line.quantity, 0);
    return `(${quoted(service)}, ${quoted(item)}, ${quantity}::DOUBLE)`;
  });
  return {
    kind: "rows",
    folder: "data/reference",
    file: pricesTable.file,
    rows: used.length,
    query: `SELECT ${expression} FROM '${pricesTable.file}' JOIN (VALUES ${used.join(", ")}) ` +
      `AS used(service, item, quantity) USING (service, item) WHERE region = ${quoted(region)}`,
  };
}
