import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openTables } from "../analysis/tables.ts";
import { parentsOf } from "../claims/claim.ts";
import { sentenceText } from "../claims/sentence.ts";
import { auditClaims, auditTable, judgeAll, JUDGES } from "./audit.ts";
import { type Dossier, evidenceOf } from "./evidence.ts";
import { agrees, numberOf } from "./judgement.ts";
import { publishedTable, readPublished } from "./published.ts";

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
  "sale.users": 20,
  "sale.slots": 5,
  "sale.payment_s": 3,
  "sale.load_s": 60,
  "sale.ceiling_orders_per_s": 5 / 3,
  "normal.users": 5,
  "normal.load_s": 30,
  "normal.think_s": 0.3,
  "cost.orders_per_month": 1_000_000,
  "cost.payment": 3000,
  "cost.function_memory": 512,
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
  LAWS[`sim.at_once.${trial}`] = Math.round(3 * rate);
  LAWS[`sim.ceiling_orders_per_s.${trial}`] = rate;
}

const REFERENCE = fileURLToPath(new URL("../../data/reference", import.meta.url));
const PUBLISHED = await readPublished();

function evidence(changes: Record<string, number> = {}): Dossier {
  const source = { kind: "assumption", file: "audit_test.ts", reason: "a law" } as const;
  const figures = Object.entries({ ...LAWS, ...changes })
    .map(([name, value]) => [name, { value, unit: "units", source }] as const);
  return evidenceOf(new Map(figures), PUBLISHED);
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
  assert.equal(judged.get("min_workers_60")!.ours!.value, 36);
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

Deno.test("judgeAll() gives every claim one sentence, whichever way it goes", () => {
  for (const share of [1, 0.5, 2]) {
    const laws = Object.fromEntries(Object.entries(LAWS).map(([name, at]) => [name, at * share]));
    for (const { claimId, reason } of judgeAll(PUBLISHED, evidence(laws))) {
      assert.match(sentenceText(reason), /^[A-Z0-9].*\.$/, claimId);
      assert.doesNotMatch(sentenceText(reason), /NaN|undefined|Infinity/, claimId);
    }
  }
});

Deno.test("what judges compute is what their formulas give", async () => {
  const dossier = evidence();
  const claims = auditClaims(judgeAll(PUBLISHED, dossier), dossier);
  const values = new Map(claims.map((claim) => [claim.id, claim]));
  const computed = claims.filter(({ id }) => id.startsWith("ours."));
  assert.ok(computed.length > 20, `${computed.length} are too few to prove anything`);
  const tables = await openTables(REFERENCE, []);
  try {
    for (const { id, value, source } of computed) {
      assert.ok(source.kind === "derived");
      const sql = source.formula.replaceAll("−", "-").replaceAll("×", "*")
        .replaceAll("⌈", "ceil(").replaceAll("⌊", "floor(").replaceAll(/[⌉⌋]/g, ")")
        .replaceAll(/\{([^}]+)\}/g, (_, parent) => `(${numberOf(values.get(parent)!)}::DOUBLE)`);
      const again = await tables.value(`SELECT ${sql}`);
      assert.ok(Math.abs(again! - Number(value)) < 1e-9 * Math.max(1, again!), `${id}: ${sql}`);
    }
  } finally {
    tables.close();
  }
});

Deno.test("auditClaims() has every claim that a cell of the table shows, and what it came from", () => {
  const dossier = evidence();
  const judged = judgeAll(PUBLISHED, dossier);
  const ids = new Set(auditClaims(judged, dossier).map(({ id }) => id));
  const parts = auditTable(judged, dossier).rows.flat(2).filter((part) => typeof part !== "string");
  assert.ok(parts.length > 3 * PUBLISHED.length, `${parts.length}`);
  for (const claim of parts) {
    for (const id of [claim.id, ...parentsOf(claim)]) assert.ok(ids.has(id), id);
  }
});

Deno.test("published claims and the numbers in their remarks are what their queries give", async () => {
  const dossier = evidence();
  const claims = auditClaims(judgeAll(PUBLISHED, dossier), dossier)
    .filter(({ id }) => id.startsWith("published."));
  assert.ok(claims.length > PUBLISHED.length);
  const tables = await openTables(REFERENCE, [publishedTable]);
  try {
    for (const { id, value, source } of claims) {
      assert.ok(source.kind === "rows");
      assert.equal(await tables.value(source.query), value, id);
    }
  } finally {
    tables.close();
  }
});

Deno.test("a number that a remark does not hold is refused", () => {
  assert.throws(
    () => evidence().remarked("ecs_cost", "note", 9, "USD"),
    /number 9 must stand in its note, got "98 USD/,
  );
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

Deno.test("no two rows of the audit have the same name", () => {
  const dossier = evidence();
  const names = auditTable(judgeAll(PUBLISHED, dossier), dossier).rows.map(([name]) => name);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.includes("sync: throughput, 20 users 60 s"));
});
