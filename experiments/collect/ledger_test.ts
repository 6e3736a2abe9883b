import assert from "node:assert/strict";
import type { LedgerEvent, LedgerEventName } from "../../services/orders/ledger_event.ts";
import { buildLedger, factsOf, type SentOrder } from "./ledger.ts";

const START = 1_000_000;

function event(
  name: LedgerEventName,
  orderId: string,
  atMs: number,
  more: Partial<LedgerEvent> = {},
): LedgerEvent {
  return {
    event: name,
    order_id: orderId,
    trial: "t",
    repetition: 1,
    path: "queue",
    host: "worker-1",
    at_ms: START + atMs,
    attempt: 1,
    ...more,
  };
}

function sent(orderId: string, outcome: SentOrder["outcome"], more: Partial<SentOrder> = {}) {
  return { order_id: orderId, path: "queue" as const, scheduled_at_ms: 0, outcome, ...more };
}

function ledger(
  requests: SentOrder[],
  events: LedgerEvent[],
  queues: { leftInQueue?: Set<string>; deadLettered?: Set<string> } = {},
) {
  const built = buildLedger({
    trial: "t",
    repetition: 1,
    requests,
    facts: factsOf(events, START),
    ...queues,
  });
  return { ...built, rows: [...built.rows] };
}

Deno.test("buildLedger() gives every order exactly one final state", async (t) => {
  const paid = ["accepted", "received", "started", "completed"] as const;
  const cases: [string, SentOrder["outcome"], readonly LedgerEventName[], string][] = [
    ["paid", "confirmed", paid, "completed"],
    ["paid, its answer lost", "failed", paid, "completed"],
    ["accepted and nowhere", "confirmed", ["accepted"], "lost"],
    ["confirmed without any event", "confirmed", [], "lost"],
    ["received, its worker killed for good", "confirmed", ["accepted", "received"], "lost"],
    ["dead-lettered", "confirmed", ["accepted", "received", "dead_lettered"], "dead_lettered"],
    ["paid and dead-lettered", "confirmed", [...paid, "dead_lettered"], "completed"],
    ["publish without an answer, nothing after", "failed", ["publish_unknown"], "failed"],
    ["publish without an answer, paid all the same", "rejected", [
      "publish_unknown",
      "received",
      "started",
      "completed",
    ], "completed"],
    ["refused", "rejected", [], "rejected"],
    ["not sent", "unsent", [], "unsent"],
  ];
  for (const [name, outcome, names, state] of cases) {
    await t.step(name, () => {
      const events = names.map((eventName, index) => event(eventName, "o", index * 10));
      assert.equal(ledger([sent("o", outcome)], events).rows[0]!.final_state, state);
    });
  }
});

Deno.test("buildLedger() tells orders left in a queue from lost ones", () => {
  const { rows } = ledger(
    [sent("a", "confirmed"), sent("b", "confirmed"), sent("c", "failed")],
    [event("accepted", "a", 1), event("accepted", "b", 2)],
    { leftInQueue: new Set(["a", "c"]), deadLettered: new Set(["b"]) },
  );
  assert.deepEqual(rows.map((row) => row.final_state), [
    "outstanding",
    "dead_lettered",
    "outstanding",
  ]);
});

Deno.test("buildLedger() does not count a request cancelled before its payment as accepted", () => {
  const { rows } = ledger(
    [sent("o", "failed", { path: "sync" })],
    [event("failed", "o", 5, { path: "sync", reason: "client went away" })],
  );
  assert.equal(rows[0]!.final_state, "failed");
});

Deno.test("buildLedger() keeps the first start and completion, and counts every payment", () => {
  const { rows, payments } = ledger([sent("o", "confirmed")], [
    event("accepted", "o", 0),
    event("received", "o", 10),
    event("started", "o", 20),
    event("received", "o", 30, { host: "worker-2", attempt: 2 }),
    event("started", "o", 40, { host: "worker-2", attempt: 2 }),
    event("completed", "o", 90, { host: "worker-2", attempt: 2 }),
    event("completed", "o", 120),
  ]);
  const row = rows[0]!;
  assert.deepEqual(
    [row.received_at_ms, row.started_at_ms, row.completed_at_ms, row.attempts, row.completions],
    [10, 20, 90, 2, 2],
  );
  assert.deepEqual([...payments], [
    { startedAtMs: 40, completedAtMs: 90 },
    { startedAtMs: 20, completedAtMs: 120 },
  ]);
});

Deno.test("buildLedger() names ids that nobody sent", () => {
  const { unknownIds, rows } = ledger([], [event("completed", "stranger", 1)]);
  assert.deepEqual(unknownIds, ["stranger"]);
  assert.equal(rows.length, 0);
});
