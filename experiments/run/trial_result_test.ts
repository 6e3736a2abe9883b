import assert from "node:assert/strict";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import type { TrialPlan } from "../catalog/definition.ts";
import { buildLedger, factsOf } from "../collect/ledger.ts";
import { trialPlan } from "../compare/runs_for_tests.ts";
import type { LoadResult, RequestRow } from "../load/mod.ts";
import { resultOf, type TrialEnd, trialName, uncollected } from "./trial_result.ts";

const DEPS = {
  identity: { experiment: "phase5", target: "sim", size: "quick", timeFactor: 30 } as const,
  startEpochMs: 0,
};

const LOAD: LoadResult = {
  rows: ["a", "b"].map((order_id): RequestRow => ({
    trial: "trial",
    repetition: 1,
    order_id,
    path: "queue",
    sender: "arrivals",
    scheduled_at_ms: 1,
    sent_at_ms: 2,
    responded_at_ms: 5,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  })),
  marks: ["generator_late=1"],
  startedAtMs: 0,
  endedAtMs: 10,
  interrupted: false,
};

/** A trial in which `a` was paid in `paymentMs`; `b` is nowhere, unless it is left in the queue. */
function collected(paymentMs: number, leftInQueue: readonly string[] = []) {
  const event = (name: LedgerEvent["event"], at_ms: number): LedgerEvent => ({
    event: name,
    order_id: "a",
    trial: "trial",
    repetition: 1,
    path: "queue",
    host: "worker-1",
    at_ms,
    attempt: 1,
  });
  const facts = factsOf([event("accepted", 4), event("started", 6), event("completed", 106)], 0);
  return {
    ledger: buildLedger({
      trial: "trial",
      repetition: 1,
      requests: LOAD.rows,
      facts,
      leftInQueue: new Set(leftInQueue),
    }),
    paymentMs: new Float64Array([paymentMs]),
    workers: [],
    queueRows: [],
    serviceRows: [],
    queueVisible: [],
    queueAgeS: [],
    warmUpEvents: 0,
    marks: [],
  };
}

const result = (
  end: TrialEnd,
  paymentMs = 100,
  left: readonly string[] = ["b"],
  plan: Partial<TrialPlan> = {},
) =>
  resultOf(
    DEPS,
    { plan: trialPlan(plan), repetition: 1, load: LOAD, end },
    collected(paymentMs, left),
  );

Deno.test("trialName() tells repetitions apart", () => {
  assert.equal(trialName(trialPlan(), 1), "trial");
  assert.equal(trialName(trialPlan(), 2), "trial repetition 2");
});

Deno.test("resultOf() fails a trial that lost an order, and names it", () => {
  const { row, faults } = result("drained", 100, []);
  assert.equal(row.state, "failed");
  assert.deepEqual(faults, ["trial: 1 order lost: b"]);
});

Deno.test("resultOf() of a deadline is not drained, and names what is outstanding", () => {
  const { row, faults } = result("deadline");
  assert.equal(row.state, "not_drained");
  assert.deepEqual(faults, ["trial: not drained within 60 s: 1 order outstanding: b"]);
});

Deno.test("resultOf() of an interruption is no fault", () => {
  const { row, faults } = result("interrupted");
  assert.deepEqual([row.state, row.outstanding, faults], ["interrupted", 1, []]);
});

Deno.test("resultOf() marks payments that the machine held up, unless they are drawn", () => {
  assert.equal(result("interrupted", 102).row.marks, "generator_late=1");
  assert.equal(
    result("interrupted", 103).row.marks,
    "generator_late=1;payment_stretched=1.030",
  );
  const drawn = result("interrupted", 103, ["b"], { paymentModel: "exponential" });
  assert.equal(drawn.row.marks, "generator_late=1");
});

Deno.test("uncollected() calls no order lost or completed, for nothing is known of them", () => {
  const { row, orders, faults } = uncollected(DEPS, trialPlan(), 1, LOAD, "the cloud is gone");
  assert.deepEqual([row.lost, row.completed, row.state], [0, 0, "failed"]);
  assert.match(row.marks ?? "", /ledger_unavailable/);
  assert.equal(Array.from(orders).length, 2);
  assert.deepEqual(faults, ["trial: the cloud is gone"]);
  // 0 would be a measurement.
  assert.deepEqual([row.backlog_peak_orders, row.throughput_per_s], [undefined, undefined]);
});
