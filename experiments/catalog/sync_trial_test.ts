import assert from "node:assert/strict";
import { phase1 } from "./phase1.ts";
import { phase2 } from "./phase2.ts";
import { predictedConfirmed, predictedMedianResponseMs, roundsWithin } from "./sync_trial.ts";
import { summaryRow } from "./rows_for_tests.ts";
import { SIZES } from "./definition.ts";

Deno.test("predictedConfirmed() is 19 × slots in the original's minute, at both sizes", () => {
  for (const size of SIZES) {
    const { trials } = phase2.plan(phase2.sizes[size]);
    assert.deepEqual(trials.map((plan) => predictedConfirmed(plan)), [19, 95, 285]);
  }
});

Deno.test("predictedConfirmed() of users who have a slot each follows their own rounds", () => {
  const [normal] = phase1.plan(phase1.sizes.original).trials;
  // 30 s in rounds of 3 s and 0.3 s.
  assert.equal(predictedConfirmed(normal!), 45);
  assert.equal(predictedConfirmed(normal!, 3400), 40);
});

Deno.test("predictedConfirmed() ends with the first time-out where the line outlasts it", () => {
  const { trials } = phase1.plan(phase1.sizes.original);
  const confirmed = new Map(trials.map((plan) => [plan.trial, predictedConfirmed(plan)]));
  assert.equal(confirmed.get("sale"), 95);
  assert.equal(confirmed.get("sale-timeout"), 95);
  assert.equal(confirmed.get("one-slot-timeout-pay"), 10);
  assert.equal(confirmed.get("one-slot-timeout-cancel"), 10);
});

Deno.test("predictedMedianResponseMs() is that of the line once it has built up", () => {
  const { trials } = phase2.plan(phase2.sizes.original);
  assert.deepEqual(trials.map(predictedMedianResponseMs), [30_000, 11_700, 3_700]);
});

Deno.test("roundsWithin() leaves out the round that ends with the load", () => {
  assert.deepEqual([roundsWithin(60, 3000), roundsWithin(59, 3000), roundsWithin(3, 3000)], [
    19,
    19,
    0,
  ]);
});

Deno.test("an API that pays for abandoned requests is given the time to", () => {
  for (const { trial, restS = 0 } of phase1.plan(phase1.sizes.original).trials) {
    assert.equal(restS > 60, trial === "one-slot-timeout-pay", trial);
  }
});

Deno.test("phase1's answer says why cancelling helps, only where it does", () => {
  const pay = summaryRow({ trial: "one-slot-timeout-pay", confirmed: 10, completed: 49 });
  const cancel = { ...pay, trial: "one-slot-timeout-cancel", completed: 21 };
  const answer = (confirmed: number) =>
    phase1.answer([pay, { ...cancel, confirmed, completed: confirmed + 11 }]);
  assert.match(answer(10), /cancelling spares payments but answers no more orders/);
  assert.match(answer(19), /keeps the slot from one that somebody waits for/);
  assert.doesNotMatch(phase1.answer([pay, { ...cancel, completed: 49 }]), /cancelling|keeps/);
});

Deno.test("phase2's answer takes the repetition in the middle", () => {
  const row = (payment_slots: number, repetition: number, confirmed: number) =>
    summaryRow({ trial: `slots-${payment_slots}`, payment_slots, repetition, confirmed });
  const rows = [row(1, 1, 19), row(1, 2, 3), row(1, 3, 19), row(5, 1, 95)];
  assert.match(
    phase2.answer(rows),
    /19\.0 orders a slot were answered with 1, 19\.0 with 5: capacity is/,
  );
  assert.match(phase2.answer([row(1, 1, 19), row(5, 1, 60)]), /more than slots and payment time/);
});
