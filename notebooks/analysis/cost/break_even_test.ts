import assert from "node:assert/strict";
import fc from "fast-check";
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import { assume } from "./assume.ts";
import { breakEven, changesOf, crossingFigure } from "./break_even.ts";
import { costSeries } from "./cost_series.ts";
import { FLEET_MODES } from "./fleet.ts";
import { monthlyCost } from "./path_cost.ts";
import { sensitivity } from "./sensitivity.ts";
import { EAST, sameUsd } from "./testing.ts";

Deno.test("breakEven() is where a hand finds it: one worker against its price by the order", () => {
  // A task, its statistics and empty receives, and the four metrics of its service.
  const workerUsd = 730 * (0.25 * 0.04048 + 0.5 * 0.004445 + 0.005 + 60 * 926 / 1e9 * 0.5) +
    730 * 180 * 0.0000004 + 4 * 0.3;
  const functionUsdPerOrder = 0.0000002 + 3.0036 * 0.5 * 0.0000166667 + 1126 / 1e9 * 0.5 +
    216 / 1e9 * 0.5;
  const queueUsdPerOrder = 3 * 0.0000004 + 4 * 216 / 1e9 * 0.5;
  const wanted = Math.ceil(workerUsd / (functionUsdPerOrder - queueUsdPerOrder));
  assert.equal(wanted, 574_101);
  // Five times the mean is 1.09 orders a second there, which one task pays.
  const assumptions = assume({ peakToMeanRatio: 5 });
  assert.deepEqual(breakEven({ prices: EAST, fleet: "autoscaled", assumptions }).crossings, [
    { ordersPerMonth: wanted, below: "lambda", above: "queue" },
  ]);
});

Deno.test("breakEven() of a fixed fleet for ten times the mean is none: functions are cheaper throughout", () => {
  const { crossings, cheaper } = breakEven({ prices: EAST, fleet: "fixed" });
  assert.deepEqual([crossings, cheaper], [[], "lambda"]);
});

Deno.test("each crossing is the first volume on its other side", () => {
  const assumptions = assume({ peakToMeanRatio: 5 });
  for (const fleet of FLEET_MODES) {
    const { crossings } = breakEven({ prices: EAST, fleet, assumptions });
    assert.ok(crossings.length > 0);
    for (const { ordersPerMonth: n, above, below } of crossings) {
      const usd = (path: OrderPath, ordersPerMonth: number) =>
        monthlyCost({ path, ordersPerMonth, prices: EAST, fleet, assumptions }).totalUsd;
      assert.notEqual(above, below);
      assert.ok(usd(above, n) <= usd(below, n) && usd(below, n - 1) <= usd(above, n - 1));
    }
  }
});

Deno.test("changesOf() finds every change that is further apart than its points", () => {
  const changes = fc.uniqueArray(fc.integer({ min: 30, max: 180 }), { maxLength: 6 })
    .map((steps) => steps.toSorted((a, b) => a - b).map((step) => Math.round(10 ** (step / 30))))
    .filter((list) => list.every((n, at) => n > 1.02 * (list[at - 1] ?? 10)));
  fc.assert(fc.property(changes, (wanted) => {
    const odd = (n: number) => wanted.filter((change) => change <= n).length % 2 === 1;
    assert.deepEqual(changesOf(odd, 10, 2_000_000), wanted);
  }));
});

Deno.test("sensitivity() moves the break-even the way that prices do", () => {
  const rows = sensitivity({ prices: EAST, fleets: ["autoscaled"] });
  const firstOf = (changed: string, factor: number) =>
    rows.find((row) => row.changed === changed && row.factor === factor)!
      .breakEven.crossings[0]!.ordersPerMonth;
  const usual = firstOf("nothing", 1);
  assert.ok(firstOf("functionMemoryMb", 2) < usual && usual < firstOf("functionMemoryMb", 0.5));
  assert.ok(firstOf("serviceTimeMs", 2) < usual && usual < firstOf("serviceTimeMs", 0.5));
  assert.ok(firstOf("peakToMeanRatio", 0.5) < usual && usual < firstOf("peakToMeanRatio", 2));
  assert.ok(firstOf("paymentSlots", 2) < usual && usual < firstOf("paymentSlots", 0.5));
  assert.equal(rows.find((row) => row.changed === "paymentSlots")?.value, 3, "half of 5 slots");
});

Deno.test("crossingFigure() carries the query that gives the cost there", () => {
  const [crossing] = breakEven({ prices: EAST }).crossings;
  const workers = monthlyCost({
    path: "queue",
    ordersPerMonth: crossing!.ordersPerMonth,
    prices: EAST,
  });
  const { value, source } = crossingFigure(crossing!, workers);
  assert.equal(value, crossing!.ordersPerMonth);
  assert.ok(source.kind === "rows" && source.method?.includes("bisection"));
});

Deno.test("costSeries() draws the curves of monthlyCost(), and marks where they cross", () => {
  const { points, breakEvens } = costSeries({ prices: EAST });
  for (const { path, fleet, orders_per_month, usd_per_month, usd_per_1000 } of points) {
    const cost = monthlyCost({ path, fleet, ordersPerMonth: orders_per_month, prices: EAST });
    assert.equal(usd_per_month, cost.totalUsd);
    assert.ok(sameUsd(usd_per_1000 * orders_per_month / 1000, usd_per_month));
  }
  assert.equal(points.length, 3 * 2 * (5 * 12 + 1));
  assert.deepEqual(breakEvens.map(({ fleet }) => fleet), ["autoscaled"]);
});
