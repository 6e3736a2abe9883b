import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { createVirtualClock } from "./virtual_clock.ts";
import { countNames, VirtualRunError, type VirtualRunFault } from "./virtual_run_error.ts";

const DAY_MS = 86_400_000;

Deno.test("a run that can make no progress names who waits", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const done = clock.wait("order 7 waits for a slot");
  const running = clock.run(async () => {
    await clock.sleep(500);
    await new Promise(() => {});
  });
  await assertFault(running, "stalled", {
    message:
      "Cannot run on virtual time: nothing can move at 1970-01-01T00:00:00.500Z, and main is " +
      "unresolved; sleeping: none; waiting: order 7 waits for a slot; held: none",
    atMs: 500,
  });
  done();
  assert.deepEqual(clock.waits().waiting, []);
});

Deno.test("a run that awaits the outside without a hold fails, rather than end by chance", async () => {
  const clock = createVirtualClock();
  const outside = () => new Promise<void>((resolve) => setImmediate(() => resolve()));
  await assertFault(clock.run(outside), "stalled", {});
  await clock.run(async () => {
    const release = clock.hold("outside");
    await outside();
    release();
  });
});

Deno.test("a run beyond its bound names who sleeps, soonest first, equal ones counted", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const worker = clock.named("worker");
  const running = clock.run(async () => {
    await Promise.all([clock.named("late").sleep(3000), worker.sleep(2000), worker.sleep(2000)]);
  }, { untilMs: 1999 });
  await assertFault(running, "bound", {
    message: "Cannot run on virtual time: main is unresolved at the bound of " +
      "1970-01-01T00:00:01.999Z; sleeping: worker (until 1970-01-01T00:00:02.000Z) × 2, " +
      "late (until 1970-01-01T00:00:03.000Z); waiting: none; held: none",
  });
});

Deno.test("a run whose bound is its last event's time ends well", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  await clock.run(() => clock.sleep(2000), { untilMs: 2000 });
});

Deno.test("a run in which time stands still ends", async () => {
  const clock = createVirtualClock({ eventsPerInstantMax: 1000 });
  const running = clock.run(async () => {
    while (true) await clock.sleep(0);
  });
  await assertFault(running, "standstill", {});
  assert.equal(clock.events, 1000);
});

Deno.test("a hold that is never released ends the run by name", async () => {
  const clock = createVirtualClock({ holdMsMax: 5 });
  const running = clock.run(async () => {
    clock.hold("the disk");
    await clock.sleep(1);
  });
  await assertFault(running, "held", { held: ["the disk"] });
});

Deno.test("a run that leaves an await behind fails by its name", async () => {
  const leaks: [string, (clock: ReturnType<typeof createVirtualClock>) => unknown][] = [
    ["sleeping", (clock) => clock.named("leak").sleep(DAY_MS)],
    ["waiting", (clock) => clock.wait("leak")],
    ["held", (clock) => clock.hold("leak")],
  ];
  for (const [kind, leak] of leaks) {
    const clock = createVirtualClock({ startAtMs: 0 });
    const running = clock.run(async () => {
      leak(clock);
      await Promise.resolve();
    });
    const error = await assertFault(running, "leaked", {});
    const names = error.waits[kind as "held"];
    assert.equal(names.length, 1, kind);
    assert.match(names[0] ?? "", /^leak/);
  }
});

Deno.test("a run that leaves a callback behind that nobody awaits ends well", async () => {
  const clock = createVirtualClock();
  clock.scheduleAt(clock.now() + DAY_MS, () => assert.fail("the run had ended"));
  await clock.run(() => clock.sleep(1));
});

Deno.test("VirtualRunError names no more than twenty of a kind", () => {
  const names = Array.from({ length: 25 }, (_, index) => `s${index}`);
  const waits = { sleeping: countNames(names), waiting: countNames(["a", "b", "a"]), held: [] };
  const { message } = new VirtualRunError("stalled", 0, waits, "why");
  assert.match(message, /: why; sleeping: s0, .*, s19, and 5 more; waiting: a × 2, b; held: none$/);
});

async function assertFault(
  running: Promise<unknown>,
  fault: VirtualRunFault,
  expected: { message?: string; atMs?: number; held?: string[] },
): Promise<VirtualRunError> {
  const error = await running.then(() => assert.fail("the run ended well"), (thrown) => thrown);
  assert.ok(error instanceof VirtualRunError, String(error));
  assert.equal(error.fault, fault);
  if (expected.message !== undefined) assert.equal(error.message, expected.message);
  if (expected.atMs !== undefined) assert.equal(error.atMs, expected.atMs);
  if (expected.held !== undefined) assert.deepEqual(error.waits.held, expected.held);
  return error;
}
