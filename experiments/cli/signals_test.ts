import assert from "node:assert/strict";
import { Interrupted } from "./fail.ts";
import { onInterrupt, type SignalHost, STOP_SIGNALS } from "./signals.ts";

function fakeHost() {
  const handlers = new Map<string, () => void>();
  const exits: number[] = [];
  let parent = 42;
  const host: SignalHost = {
    listen: (name, handler) => void handlers.set(name, handler),
    unlisten: (name, handler) => {
      assert.equal(handlers.get(name), handler);
      handlers.delete(name);
    },
    exit: (code) => void exits.push(code),
    parent: () => parent,
  };
  let nowMs = 0;
  return {
    host,
    exits,
    handlers,
    now: () => nowMs,
    orphan: () => parent = 1,
    send: (name: string, afterMs = 0) => {
      nowMs += afterMs;
      handlers.get(name)?.();
    },
  };
}

for (const name of STOP_SIGNALS) {
  Deno.test(`onInterrupt() aborts with the name of ${name}`, () => {
    const fake = fakeHost();
    const said: string[] = [];
    const { signal, dispose } = onInterrupt((signalName) => said.push(signalName), fake);
    assert.equal(signal.aborted, false);
    fake.send(name);
    assert.ok(signal.reason instanceof Interrupted);
    assert.equal(signal.reason.signalName, name);
    assert.deepEqual(said, [name]);
    dispose();
    assert.equal(fake.handlers.size, 0);
  });
}

Deno.test("onInterrupt() takes a burst of signals as one, and a later one as an order to exit", () => {
  const fake = fakeHost();
  const { dispose } = onInterrupt(() => {}, { ...fake, repeatMs: 1_000 });
  fake.send("SIGINT");
  fake.send("SIGTERM", 10);
  assert.deepEqual(fake.exits, []);
  fake.send("SIGINT", 1_000);
  assert.deepEqual(fake.exits, [130]);
  dispose();
});

Deno.test("onInterrupt() aborts when the parent is gone, once", async () => {
  const fake = fakeHost();
  const causes: string[] = [];
  const { signal, dispose } = onInterrupt((cause) => causes.push(cause), { ...fake, pollMs: 1 });
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(signal.aborted, false);
  const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
  fake.orphan();
  // The poll itself keeps no process alive.
  const awake = setInterval(() => {}, 1_000);
  await aborted;
  clearInterval(awake);
  assert.deepEqual(causes, ["the end of deno task"]);
  assert.deepEqual(fake.exits, []);
  dispose();
});
