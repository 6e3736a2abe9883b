import assert from "node:assert/strict";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createLedger } from "./ledger.ts";

Deno.test("createLedger() stamps to a microsecond and returns the stamp", () => {
  const recorder = createMemoryRecorder();
  const clock = { now: () => 1_800_000_000_000.1237, sleep: () => Promise.resolve() };
  const identity = { trial: "t", repetition: 3, path: "lambda", host: "api-1" } as const;
  const ledger = createLedger({ clock, recorder }, identity);
  assert.equal(ledger.record("failed", "o-1", 2, { reason: "no" }), 1_800_000_000_000.124);
  assert.deepEqual(recorder.events, [{
    event: "failed",
    order_id: "o-1",
    ...identity,
    at_ms: 1_800_000_000_000.124,
    attempt: 2,
    reason: "no",
  }]);
});

Deno.test("createLedger() records together where the recorder can, else at once", async () => {
  const together: string[] = [];
  const memory = createMemoryRecorder();
  const gathering = {
    ...memory,
    recordTogether: ({ order_id }: { order_id: string }) =>
      Promise.resolve(void together.push(order_id)),
  };
  const clock = { now: () => 7, sleep: () => Promise.resolve() };
  const identity = { trial: "t", repetition: 1, path: "queue", host: "api-1" } as const;
  for (const recorder of [gathering, memory]) {
    const ledger = createLedger({ clock, recorder }, identity);
    assert.equal(await ledger.recordTogether("accepted", "o-1", 0), 7);
  }
  assert.deepEqual(together, ["o-1"]);
  assert.deepEqual(memory.events.map(({ order_id }) => order_id), ["o-1"]);
});
