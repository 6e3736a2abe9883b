import assert from "node:assert/strict";
import { assume } from "./assume.ts";
import { monthlyCost } from "./path_cost.ts";
import { comparableCosts } from "./published_costs.ts";
import { EAST, sameUsd } from "./testing.ts";

Deno.test("comparableCosts() tells the whole path, what idles, and the work alone", () => {
  const { queue, lambda } = comparableCosts(EAST);
  for (const [path, costs] of [["queue", queue], ["lambda", lambda]] as const) {
    for (const { fleet, wholePath, idle, workAlone, workAloneFreeTiers } of costs) {
      const cost = monthlyCost({ path, fleet, ordersPerMonth: 1_000_000, prices: EAST });
      assert.ok(sameUsd(wholePath.value, cost.totalUsd));
      assert.ok(sameUsd(idle.value, cost.idleUsd));
      assert.ok(workAloneFreeTiers.value < workAlone.value);
      assert.ok(workAlone.value < wholePath.value);
    }
  }
});

Deno.test("the published 25 and 18 USD of functions are GB-seconds, without and with the free tier", () => {
  const [published] = comparableCosts(EAST, 1_000_000, assume({ coldStartShare: 0 })).lambda;
  const gbSeconds = 1_000_000 * 3.003 * 0.5;
  const requestsUsd = 1_000_000 * 0.0000002;
  assert.ok(sameUsd(published!.workAlone.value, gbSeconds * 0.0000166667 + requestsUsd));
  assert.ok(
    sameUsd(published!.workAloneFreeTiers.value, (gbSeconds - 400_000) * 0.0000166667),
  );
});
