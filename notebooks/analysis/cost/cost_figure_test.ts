import assert from "node:assert/strict";
import { ROOT } from "../run.ts";
import { openTables } from "../tables.ts";
import { costFigure, per1000Figure } from "./cost_figure.ts";
import { withFreeTiers } from "./free_tier.ts";
import { monthlyCost, PATHS } from "./path_cost.ts";
import { pricesTable } from "./prices.ts";
import { EAST, sameUsd, WEST } from "./testing.ts";

for (const path of PATHS) {
  Deno.test(`the query of each cost of ${path} gives it again in DuckDB`, async () => {
    const tables = await openTables(`${ROOT}data/reference`, [pricesTable]);
    try {
      for (const prices of [EAST, WEST]) {
        const cost = monthlyCost({ path, ordersPerMonth: 1_234_567, prices });
        const figures = [
          costFigure(cost.lines),
          costFigure(cost.lines.filter(({ when }) => when === "peak")),
          costFigure(withFreeTiers(cost).lines),
          per1000Figure(cost),
        ];
        for (const { value, source } of figures) {
          assert.ok(source.kind === "rows");
          const got = await tables.value(source.query);
          assert.ok(got !== undefined && sameUsd(got, value), `${got} must be ${value}`);
        }
      }
    } finally {
      tables.close();
    }
  });
}

Deno.test("costFigure() refuses lines of two regions, and none at all", () => {
  const linesOf = (prices: typeof EAST) =>
    monthlyCost({ path: "sync", ordersPerMonth: 1, prices }).lines;
  assert.throws(() => costFigure([...linesOf(EAST), ...linesOf(WEST)]), /us-east-1, us-west-2/);
  assert.throws(() => costFigure([]), /there must be lines/);
});

Deno.test("per1000Figure() refuses a month without orders", () => {
  const cost = monthlyCost({ path: "sync", ordersPerMonth: 0, prices: EAST });
  assert.throws(() => per1000Figure(cost), /there must be an order/);
});
