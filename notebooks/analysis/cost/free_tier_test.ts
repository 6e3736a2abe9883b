import assert from "node:assert/strict";
import { freeQuantity, withFreeTiers } from "./free_tier.ts";
import { monthlyCost } from "./path_cost.ts";
import { EAST, sameUsd } from "./testing.ts";

const usdOf = (path: "queue" | "lambda", ordersPerMonth: number) => {
  const cost = withFreeTiers(monthlyCost({ path, ordersPerMonth, prices: EAST }));
  return (item: string) =>
    cost.lines.filter((line) => line.item === item).reduce((sum, { usd }) => sum + usd, 0);
};

Deno.test("withFreeTiers() takes 400,000 GB-s and a million requests off a month of functions", () => {
  const usd = usdOf("lambda", 2_000_000);
  assert.ok(sameUsd(usd("function: requests"), 1_000_000 * 0.0000002));
  const gbSeconds = 2_000_000 * 3.0036 * 0.5;
  assert.ok(sameUsd(usd("function: GB-seconds"), (gbSeconds - 400_000) * 0.0000166667));
});

Deno.test("withFreeTiers() shares the five free gigabytes between logs of tasks and of the function", () => {
  const usd = usdOf("lambda", 10_000_000);
  const statsGb = 2 * 730 * 60 * 926 / 1e9;
  const ledgerGb = 10_000_000 * 216 / 1e9;
  const functionGb = 10_000_000 * (3 * 216 + 400 + 78) / 1e9;
  assert.equal(usd("logs of tasks: ledger"), 0);
  assert.ok(sameUsd(usd("logs of the function"), (functionGb - (5 - statsGb - ledgerGb)) * 0.5));
});

Deno.test("withFreeTiers() gives SQS its million once, whichever lines use it", () => {
  const usd = usdOf("queue", 1_000_000);
  const requests = 730 * 180 + 1000 * 3000;
  const peak = monthlyCost({ path: "queue", ordersPerMonth: 1_000_000, prices: EAST }).lines.find((
    { when, item },
  ) => when === "peak" && item.endsWith("empty receives"))!.quantity;
  const items = [
    "worker tasks: empty receives",
    "queue: sends by the topic",
    "queue: receives",
    "queue: deletes",
  ];
  const paid = items.reduce((sum, item) => sum + usd(item), 0);
  assert.ok(sameUsd(paid, (requests + peak - 1_000_000) * 0.0000004));
});

Deno.test("nothing of the load balancer or the tasks is free for good", () => {
  for (const price of [EAST.balancer, EAST.balancerCapacity, EAST.publicAddress, EAST.vcpu]) {
    assert.equal(freeQuantity(price), 0, price.item);
  }
});
