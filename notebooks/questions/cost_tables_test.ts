import assert from "node:assert/strict";
import { priceBook } from "../analysis/cost/price_book.ts";
import { readPrices } from "../analysis/cost/prices.ts";
import { claimsIn } from "../claims/publish.ts";
import { billsOf } from "./cost_and_decision.ts";
import {
  assumptionsTable,
  costTable,
  idWords,
  plainWords,
  sensitivityTable,
} from "./cost_tables.ts";

const basis = { prices: priceBook(await readPrices()) };

Deno.test("the lines of the bills add up to them, each under an id of its own", () => {
  const claims = claimsIn(costTable(basis));
  assert.equal(new Set(claims.map(({ id }) => id)).size, claims.length);
  for (const { path, totalUsd } of billsOf(basis)) {
    const sum = claims.filter(({ id }) => id.startsWith(`cost.line.${path}.`))
      .reduce((usd, { value }) => usd + Number(value), 0);
    assert.ok(Math.abs(sum - totalUsd) < 1e-9, `${path}: ${sum} must be ${totalUsd}`);
  }
});

Deno.test("every break-even in range and every assumption is a claim", () => {
  const breakEvens = sensitivityTable(basis);
  const found = claimsIn(breakEvens).length;
  const none = breakEvens.rows.filter(([, , cell]) => cell === "throughout").length;
  assert.equal(found + none, breakEvens.rows.length);
  assert.equal(claimsIn(assumptionsTable()).length, assumptionsTable().rows.length);
});

Deno.test("plainWords() reads an assumption's name", () => {
  assert.equal(plainWords("serviceTimeMs"), "service time");
  assert.equal(plainWords("availabilityZones"), "availability zones");
  assert.equal(plainWords("orderValueUsd"), "order value");
  assert.equal(plainWords("ordersPerApiTaskPerS"), "orders per api task per s");
});

Deno.test("idWords() makes one part of an id", () => {
  assert.equal(idWords("API tasks: vCPU"), "api_tasks_vcpu");
  assert.equal(idWords("serviceTimeMs"), "service_time_ms");
  assert.equal(idWords("scaleInS"), "scale_in_s");
  assert.equal(idWords("ordersPerApiTaskPerS"), "orders_per_api_task_per_s");
});
