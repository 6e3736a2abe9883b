import assert from "node:assert/strict";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import { createMemoryRecorder } from "./memory_recorder.ts";

const event = (order_id: string): LedgerEvent => ({
  event: "accepted",
  order_id,
  trial: "t",
  repetition: 1,
  path: "queue",
  host: "api-1",
  at_ms: 0,
  attempt: 0,
});

Deno.test("createMemoryRecorder() keeps events in order until they are taken", () => {
  const seen: string[] = [];
  const recorder = createMemoryRecorder(({ order_id }) => seen.push(order_id));
  recorder.record(event("a"));
  recorder.record(event("b"));
  assert.deepEqual(recorder.events.map(({ order_id }) => order_id), ["a", "b"]);
  assert.deepEqual(recorder.take(), [event("a"), event("b")]);
  assert.deepEqual(recorder.take(), []);
  recorder.record(event("c"));
  assert.deepEqual(recorder.events, [event("c")]);
  assert.deepEqual(seen, ["a", "b", "c"]);
});
