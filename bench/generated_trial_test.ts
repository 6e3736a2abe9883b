import assert from "node:assert/strict";
import type { Experiment } from "../experiments/catalog/definition.ts";
import { prefetch } from "../experiments/catalog/prefetch.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import { generateTrial } from "./generated_trial.ts";

const experiment = prefetch as unknown as Experiment;
const { trials } = experiment.plan(experiment.sizes.quick);
const generate = (name: string) => {
  const plan = trials.find(({ trial }) => trial === name)!;
  const random = createSeededRandom(1);
  return { plan, ...generateTrial(plan, { orders: 2_000, startMs: 5_000, repetition: 1, random }) };
};

Deno.test("generateTrial() never runs more payments at once than there are slots", () => {
  for (const { trial } of trials) {
    const { plan, ledger } = generate(trial);
    const changes = [...ledger.payments].flatMap(({ startedAtMs, completedAtMs }) => [
      { atMs: startedAtMs, change: 1 },
      { atMs: completedAtMs, change: -1 },
    ]).sort((a, b) => a.atMs - b.atMs || a.change - b.change);
    let [running, most] = [0, 0];
    for (const { change } of changes) most = Math.max(most, running += change);
    assert.equal(most, plan.paymentSlots);
  }
});

Deno.test("generateTrial() pays twice only what is held past its lease, and keeps times in order", () => {
  const { plan, ledger } = generate("prefetch-original");
  let twice = 0;
  for (const row of ledger.rows) {
    const { accepted_at_ms, received_at_ms, started_at_ms, completed_at_ms, completions } = row;
    const order = [row.scheduled_at_ms, row.sent_at_ms, accepted_at_ms, received_at_ms];
    assert.deepEqual(order, order.toSorted((a, b) => a! - b!));
    assert.ok(received_at_ms! <= started_at_ms! && started_at_ms! < completed_at_ms!);
    if (completions === 1) continue;
    twice++;
    assert.ok(completed_at_ms! - received_at_ms! > plan.visibilityTimeoutS * 1000 - 1e-3);
  }
  assert.ok(twice > 0);
  assert.ok(
    [...generate("prefetch-ahead").ledger.rows].every(({ completions }) => completions === 1),
  );
});

Deno.test("generateTrial() makes the same rows of the same seed", () => {
  const [one, other] = [generate("prefetch-10"), generate("prefetch-10")];
  assert.deepEqual([...one.requests], [...other.requests]);
  assert.deepEqual([...one.ledger.rows], [...other.ledger.rows]);
});
