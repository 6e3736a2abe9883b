import assert from "node:assert/strict";
import { judgeAll, JUDGES } from "./audit.ts";
import { agrees, type Evidence } from "./judgement.ts";
import { readPublished } from "./published.ts";

/** Evidence of arithmetic alone: what the laws of `data/reference/README.md` give. */
const LAWS: Record<string, number> = {
  "sim.sync.confirmed_orders": 95,
  "sim.sync.response_mean_s": 10.7,
  "sim.sync.unanswered_share": 20 / 115,
  "sim.normal.confirmed_orders": 45,
  "sim.async.accepted_orders": 2890,
  "sim.async.rate_orders_per_s": 48.2,
  "local.async.acceptance_share": 1,
  "sim.growth_orders_per_s": 46.5,
  "sim.processes_that_hold": 36,
  "arithmetic.ceiling_orders_per_s": 5 / 3,
  "reference.init_ms": 51,
  "reference.init_low_ms": 48,
  "reference.init_high_ms": 73,
  "cost.queue_usd_per_month": 93,
  "cost.lambda_usd_per_month": 78,
  "cost.function_usd_per_month": 25.2,
  "cost.function_free_tier_usd_per_month": 18.4,
};
for (
  const [trial, peak, rate, drainMin] of [
    ["concurrency-1", 2838, 1 / 3, 142],
    ["concurrency-5", 2763, 5 / 3, 27.6],
    ["concurrency-20-slots-5", 2750, 5 / 3, 27.5],
    ["concurrency-100-slots-5", 2744, 5 / 3, 27.4],
  ] as const
) {
  LAWS[`sim.peak_orders.${trial}`] = peak;
  LAWS[`sim.rate_orders_per_s.${trial}`] = rate;
  LAWS[`sim.drain_min.${trial}`] = drainMin;
}

const PUBLISHED = await readPublished();

function evidence(changes: Record<string, number> = {}): Evidence {
  const values = { ...LAWS, ...changes };
  return {
    value(name) {
      assert.ok(name in values, `no evidence ${name}`);
      return values[name]!;
    },
    published: (id) => PUBLISHED.find(({ claimId }) => claimId === id)!.value,
  };
}

Deno.test("JUDGES has one judge for each published claim, and no other", () => {
  assert.deepEqual(Object.keys(JUDGES).sort(), PUBLISHED.map(({ claimId }) => claimId).sort());
});

Deno.test("judgeAll() finds what contradicts itself", () => {
  const judged = new Map(
    judgeAll(PUBLISHED, evidence()).map(({ claimId, ...rest }) => [claimId, rest]),
  );
  const verdictOf = (id: string) => `${judged.get(id)!.verdict} by ${judged.get(id)!.by}`;
  assert.equal(verdictOf("drain_1"), "contradicted by arithmetic");
  assert.equal(verdictOf("drain_5"), "contradicted by arithmetic");
  assert.equal(verdictOf("drain_100"), "contradicted by simulation");
  assert.equal(verdictOf("rate_1"), "contradicted by arithmetic");
  assert.equal(verdictOf("rate_100"), "contradicted by arithmetic");
  assert.equal(verdictOf("min_workers_60"), "contradicted by arithmetic");
  assert.equal(verdictOf("sync_orders_60s"), "holds by simulation");
  assert.equal(verdictOf("async_vs_sync"), "holds by arithmetic");
  assert.equal(verdictOf("sync_lost_share"), "cannot be known by nothing published");
  assert.equal(judged.get("min_workers_60")!.ours, 36);
});

Deno.test("judgeAll() follows the evidence: another measurement gives another verdict", () => {
  const verdict = (changes: Record<string, number>) =>
    judgeAll(PUBLISHED, evidence(changes)).find(({ claimId }) => claimId === "sync_orders_60s")!
      .verdict;
  assert.equal(verdict({}), "holds");
  assert.equal(verdict({ "sim.sync.confirmed_orders": 57 }), "contradicted");
});

Deno.test("judgeAll() refuses a claim that nobody judges, by name", () => {
  const unknown = { ...PUBLISHED[0]!, claimId: "unheard_of" };
  assert.throws(() => judgeAll([unknown], evidence()), /unheard_of has none/);
});

Deno.test("judgeAll() gives every claim one sentence", () => {
  for (const { claimId, reason } of judgeAll(PUBLISHED, evidence())) {
    assert.match(reason, /^[A-Z0-9].*\.$/, claimId);
    assert.doesNotMatch(reason, /NaN|undefined|Infinity/, claimId);
  }
});

Deno.test("agrees() allows two percent, or half of the last digit published", () => {
  for (
    const [published, ours, expected] of [
      [95, 95, true],
      [100, 98.1, true],
      [100, 97, false],
      [2, 1.998, true],
      [1.67, 1.6667, true],
      [1.83, 1.6667, false],
    ] as const
  ) assert.equal(agrees(published, ours), expected, `${published} ${ours}`);
});
