/** The sentences that experiments end with. */
import assert from "node:assert/strict";
import { faults } from "./faults.ts";
import { phase1 } from "./phase1.ts";
import { phase2 } from "./phase2.ts";
import { phase3 } from "./phase3.ts";
import { phase4 } from "./phase4.ts";
import { phase5 } from "./phase5.ts";
import { phase5Workers } from "./phase5_workers.ts";
import { prefetch } from "./prefetch.ts";
import { summaryRow } from "./rows_for_tests.ts";
import { soak } from "./soak.ts";
import { spike } from "./spike.ts";

Deno.test("phase4's answer says what was measured, and where nothing grew", () => {
  assert.match(
    phase4.answer([summaryRow()]),
    /^150 orders\/s came in and 50\.0\/s could be paid: the queue grew by 100 orders\/s to 80 orders/,
  );
  assert.match(
    phase4.answer([summaryRow({ backlog_growth_per_s: -2 })]),
    /the queue did not grow\.$/,
  );
  assert.match(
    phase4.answer([summaryRow({ queue_age_peak_s: undefined })]),
    /CloudWatch saw nothing of it\.$/,
  );
});

Deno.test("phase5-workers' answer tells those that held from those that did not", () => {
  const row = (workers: number, backlog_growth_per_s: number) =>
    summaryRow({ trial: `processes-${workers}x5`, workers, backlog_growth_per_s });
  assert.equal(
    phase5Workers.answer([row(1, 100), row(3, 1), row(4, 0)]),
    "By arithmetic 150 orders/s need 3 worker processes of 5 slots; simulated, 3 × 5 and 4 × 5 " +
      "held them, and the backlog grew with 1 × 5.",
  );
  assert.match(
    phase5Workers.answer([{ ...row(1, 100), target: "local" }]),
    /; measured, none of these held them/,
  );
});

Deno.test("prefetch's answer counts duplicates and names the lease", () => {
  const original = summaryRow({
    trial: "prefetch-original",
    prefetch: "original",
    duplicated: 12,
    payments: 115,
    hold_ms_max: 7800,
  });
  assert.equal(
    prefetch.answer([summaryRow({ trial: "prefetch-ahead" }), original]),
    "Prefetch original paid 12 of 100 orders more than once (1.50 slot-seconds for nothing); it " +
      "held a message for up to 7.80 s, which a lease of 8 s would have outlasted; prefetch ahead " +
      "paid nothing twice.",
  );
});

Deno.test("soak's answer says when something built up", () => {
  assert.match(soak.answer([summaryRow({ backlog_growth_per_s: 0.1 })]), /nothing built up/);
  assert.match(soak.answer([summaryRow({ backlog_growth_per_s: 9 })]), /the backlog grew by 9\.00/);
});

Deno.test("faults' answer never hides a lost order", () => {
  const undisturbed = summaryRow({ trial: "undisturbed" });
  const shot = summaryRow({ trial: "shot-worker", shots: 3, drain_s: 3.6, duplicated: 2 });
  assert.equal(
    faults.answer([undisturbed, shot]),
    "3 shots in 1 trial: 0 of 100 accepted orders were lost, 2 were paid more than once; the drain " +
      "took up to 2.00 s longer than predicted (shot-worker).",
  );
  const lost = { ...shot, lost: 4, outstanding: 1, state: "failed" as const };
  assert.match(
    faults.answer([undisturbed, lost]),
    /^3 shots in 1 trial: 4 of 100 .*, 1 left unpaid\.$/,
  );
  assert.match(faults.answer([undisturbed]), /^Nothing was shot/);
});

Deno.test("faults' answer says by how much a drain was late as its table does: by its own backlog", () => {
  // Fewer orders were accepted, so that this drain is shorter than the undisturbed one, and late.
  const undisturbed = summaryRow({ trial: "undisturbed" });
  const shot = summaryRow({
    trial: "shot-api",
    shots: 1,
    backlog_peak_orders: 20,
    drain_s: 1,
  });
  assert.match(
    faults.answer([undisturbed, shot]),
    /^1 shot in 1 trial: .*; the drain took up to 0\.600 s longer than predicted \(shot-api\)\.$/,
  );
  assert.match(
    faults.answer([undisturbed, { ...shot, drain_s: 0.3 }]),
    /; no drain took longer than predicted\.$/,
  );
});

Deno.test("phase1's answer counts answers as its table does, and not the payments for nobody", () => {
  const sale = summaryRow({
    trial: "sale",
    path: "sync",
    users: 20,
    sent: 115,
    confirmed: 95,
    completed: 101,
  });
  const pay = {
    ...sale,
    trial: "one-slot-timeout-pay",
    payment_slots: 1,
    sent: 49,
    confirmed: 10,
    completed: 49,
    last_confirmed_s: 1,
  };
  const cancel = { ...pay, trial: "one-slot-timeout-cancel", completed: 20 };
  assert.equal(
    phase1.answer([sale, pay, cancel]),
    "20 users behind 5 slots got 95 of 115 orders answered (19.0 a slot); with one slot and a " +
      "time-out, where abandoned requests are paid, 10 orders were answered (the last at 1.00 s) " +
      "and 39 payments were made for nobody; where they are cancelled, 10 were answered (the last " +
      "at 1.00 s) and 10 payments were made for nobody: cancelling spares payments but answers no " +
      "more orders, for a fair line serves whoever has waited longest, who leaves during the payment.",
  );
  assert.match(
    phase1.answer([{ ...sale, payment_slots: 1 }]),
    /^20 users behind 1 slot got 95 of 115 orders answered \(95\.0 a slot\)\.$/,
  );
  assert.match(
    phase1.answer([pay, { ...cancel, confirmed: 11 }]),
    /^With one slot .* answers hardly more orders/,
  );
});

Deno.test("phase1's answer does not call a trial unplanned that was run alone", () => {
  const alone = summaryRow({ trial: "one-slot-timeout-pay", path: "sync", users: 20 });
  assert.equal(
    phase1.answer([alone]),
    "An answer needs the trial sale, or one-slot-timeout-pay and one-slot-timeout-cancel.",
  );
});

Deno.test("phase2's answer speaks of orders, and of what sets the capacity only where that is so", () => {
  const row = (payment_slots: number, confirmed: number) =>
    summaryRow({ trial: `slots-${payment_slots}`, payment_slots, confirmed });
  assert.match(
    phase2.answer([row(1, 19), row(5, 95)]),
    /^In the same time 19\.0 orders a slot were answered with 1, 19\.0 with 5: capacity is/,
  );
  assert.match(phase2.answer([row(1, 19), row(5, 80)]), /more than slots and payment time set/);
});

Deno.test("phase3's answer compares the repetitions in the middle, and only what ended as planned", () => {
  const row = (path: "sync" | "queue", repetition: number, accepted: number) =>
    summaryRow({
      trial: path === "sync" ? "sync" : "async",
      path,
      repetition,
      accepted,
      drain_s: accepted / 50,
    });
  const rows = [
    ...[100, 99, 101].map((accepted, index) => row("sync", index + 1, accepted)),
    ...[3000, 2000, 2500].map((accepted, index) => row("queue", index + 1, accepted)),
  ];
  assert.equal(
    phase3.answer(rows),
    "The asynchronous path accepted 25.0 times as many orders (2,500 against 100) from the same " +
      "users; with as many slots it paid the last of them 50.0 s after the last one came in.",
  );
  const cutOff = { ...rows[3]!, state: "interrupted" as const };
  assert.match(phase3.answer([rows[0]!, cutOff]), /^No trial of the asynchronous path ended/);
  assert.match(phase3.answer([rows[3]!]), /^No trial of the synchronous path ended/);
});

Deno.test("phase5's answer does not say that a drain that is not as predicted is longer", () => {
  const row = (concurrency: number, payment_slots: number, drain_s: number) =>
    summaryRow({ trial: `concurrency-${concurrency}`, concurrency, payment_slots, drain_s });
  assert.equal(
    phase5.answer([row(5, 5, 1.6), row(20, 5, 1.61)]),
    "Drain is set by min(loops, slots): it is peak × payment / min(loops, slots) in 2 of 2 trials, " +
      "and 20 loops behind 5 slots drain like 5.",
  );
  assert.equal(
    phase5.answer([row(5, 5, 1.6), row(20, 5, 0.9)]),
    "Drain is peak × payment / min(loops, slots) in 1 of 2 trials; the others differ from " +
      "arithmetic, see the table.",
  );
});

Deno.test("one slot is not called slots", () => {
  const one = summaryRow({ trial: "slots-1", payment_slots: 1 });
  assert.match(spike.answer([one]), /with 1 slot \(10\.0 orders\/s\)/);
});
