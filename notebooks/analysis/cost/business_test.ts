import assert from "node:assert/strict";
import fc from "fast-check";
import { assume } from "./assume.ts";
import { businessTable } from "./business.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

Deno.test("what a sale keeps and what it loses are the whole sale", () => {
  const customers = fc.integer({ min: 0, max: 1_000_000 });
  const values = fc.double({ min: 0, max: 10_000, noNaN: true });
  fc.assert(fc.property(share, customers, values, (share, saleCustomers, orderValueUsd) => {
    const assumptions = assume({ saleCustomers, orderValueUsd });
    const [row] = businessTable({ sync: { claim: "a.b", share } }, assumptions);
    const whole = saleCustomers * orderValueUsd;
    assert.ok(Math.abs(row!.keptRevenue.value + row!.lostRevenue.value - whole) <= 1e-9 * whole);
    assert.ok(Math.abs(row!.lostOrders.value - saleCustomers * (1 - share)) < 1e-6);
  }));
});

Deno.test("a path whose acceptance was not measured has no row", () => {
  const rows = businessTable({ queue: { claim: "phase3.acceptance.queue", share: 1 } });
  assert.deepEqual(rows.map(({ path }) => path), ["queue"]);
  assert.equal(rows[0]?.lostRevenue.value, 0);
});

Deno.test("the formulas name the claims that they are made of", () => {
  const [row] = businessTable({ sync: { claim: "phase3.acceptance.sync", share: 0.5 } });
  assert.deepEqual(row?.keptRevenue.source, {
    kind: "derived",
    formula:
      "{assumption.sale_customers} × {phase3.acceptance.sync} × {assumption.order_value_usd}",
  });
});

Deno.test("businessTable() names every share that is none", () => {
  assert.throws(
    () => businessTable({ sync: { claim: "a.b", share: 52 }, queue: { claim: "a.c", share: NaN } }),
    /share of sync must be from 0 to 1, got 52; the accepted share of queue .* got NaN/,
  );
});
