import assert from "node:assert/strict";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import type { TrialPlan } from "../catalog/definition.ts";
import { buildLedger, factsOf } from "../collect/ledger.ts";
import type { RequestRow } from "../load/mod.ts";
import { summarise } from "./summary.ts";

const PLAN: TrialPlan = {
  trial: "concurrency-2",
  path: "queue",
  workers: 1,
  concurrency: 2,
  paymentSlots: 2,
  paymentMs: 100,
  prefetch: "ahead",
  visibilityTimeoutS: 30,
  onDisconnect: "cancel",
  inFlightMax: 100,
  load: { model: "open", arrivals: { kind: "constant", ratePerS: 40, durationS: 0.1 } },
  warmUpOrders: 0,
  predictedDrainS: 0.2,
  drainDeadlineS: 60,
};

/** Four orders sent 25 ms apart onto two slots of 100 ms; the n-th is done at `completedAtMs[n]`. */
function evidence(completedAtMs: readonly (number | undefined)[], left: readonly string[] = []) {
  const requests: RequestRow[] = completedAtMs.map((_, n) => ({
    trial: PLAN.trial,
    repetition: 1,
    order_id: `o${n}`,
    path: "queue",
    sender: "arrivals",
    scheduled_at_ms: n * 25,
    sent_at_ms: n * 25 + 1,
    responded_at_ms: n * 25 + 5,
    status: 202,
    outcome: "confirmed",
    error: undefined,
  }));
  const events = completedAtMs.flatMap((doneAtMs, n): LedgerEvent[] => {
    const event = (name: LedgerEvent["event"], at_ms: number): LedgerEvent => ({
      event: name,
      order_id: `o${n}`,
      trial: PLAN.trial,
      repetition: 1,
      path: "queue",
      host: "worker-1",
      at_ms,
      attempt: 1,
    });
    const accepted = event("accepted", n * 25 + 4);
    if (doneAtMs === undefined) return [accepted];
    return [accepted, event("started", doneAtMs - 100), event("completed", doneAtMs)];
  });
  const ledger = buildLedger({
    trial: PLAN.trial,
    repetition: 1,
    requests,
    facts: factsOf(events, 0),
    leftInQueue: new Set(left),
  });
  return {
    requests,
    ledger,
    paymentMs: [100, 100, 102],
    workers: [
      { host: "worker-1", atMs: -10, cpuS: 0.5, rssBytes: 100 },
      { host: "worker-1", atMs: 90, cpuS: 0.7, rssBytes: 300 },
      { host: "worker-1", atMs: 250, cpuS: 0.8, rssBytes: 200 },
    ],
    queueVisible: [1, 3, 2],
    queueAgeS: [0, 1],
    load: { fromMs: 0, toMs: 100 },
    marks: [],
  };
}

const IDENTITY = {
  experiment: "phase5",
  target: "local",
  size: "quick",
  timeFactor: 30,
  repetition: 1,
};

Deno.test("summarise() measures a drained trial from its ledger", () => {
  // Both slots are busy from 25 to 225: acceptance of the second order to completion of the third.
  const row = summarise(IDENTITY, PLAN, evidence([104, 129, 204, 229]));
  const expected = {
    scheduled: 4,
    accepted: 4,
    completed: 4,
    lost: 0,
    offered_rate_per_s: 40,
    offered_load_erlang: 4,
    response_ms_p50: 5,
    send_lag_ms_p99: 1,
    backlog_peak_orders: 4,
    queue_visible_peak_messages: 3,
    queue_periods: 3,
    load_s: 0.079,
    drain_s: 0.15,
    throughput_window: "utilisation",
    worker_rss_peak_bytes: 300,
    state: "completed",
  };
  for (const [name, value] of Object.entries(expected)) {
    assert.equal(row[name as keyof typeof row], value, name);
  }
  assert.ok(Math.abs(row.utilisation_ratio! - 1) < 1e-9);
  assert.ok(Math.abs(row.worker_cpu_s! - 0.3) < 1e-9, "without what the warm-up used");
});

Deno.test("summarise() has no drain time where orders are left, and says how it ended", () => {
  const cut = summarise(IDENTITY, PLAN, evidence([104, 129, undefined, undefined], ["o2", "o3"]));
  assert.deepEqual([cut.outstanding, cut.drain_s, cut.state], [2, undefined, "not_drained"]);
  const lost = summarise(IDENTITY, PLAN, evidence([104, 129, 204, undefined]));
  assert.deepEqual([lost.lost, lost.drain_s, lost.state], [1, undefined, "failed"]);
});

Deno.test("summarise() leaves empty what was not measured", () => {
  const nothing = {
    ...evidence([]),
    paymentMs: [],
    workers: [],
    queueVisible: [],
    queueAgeS: [],
    state: "interrupted" as const,
  };
  const row = summarise(IDENTITY, PLAN, nothing);
  const absent = [
    row.response_ms_p50,
    row.payment_ms_mean,
    row.queue_visible_peak_messages,
    row.drain_s,
    row.utilisation_ratio,
    row.worker_cpu_s,
  ];
  assert.deepEqual(absent, absent.map(() => undefined));
  assert.equal(row.state, "interrupted");
});
