import assert from "node:assert/strict";
import fc from "fast-check";
import { createVirtualClock } from "./virtual_clock.ts";
import { VirtualRunError, type VirtualRunFault } from "./virtual_run_error.ts";
import { setImmediate } from "node:timers";

const DAY_MS = 86_400_000;

Deno.test("run() returns what main returned, at the time of its last sleep", async () => {
  const clock = createVirtualClock({ startAtMs: 1000 });
  const answer = await clock.run(async () => {
    await clock.sleep(365 * DAY_MS);
    return clock.now();
  });
  assert.equal(answer, 1000 + 365 * DAY_MS);
  assert.equal(clock.now(), answer);
  assert.equal(clock.events, 1);
});

Deno.test("run() moves time only when all promise work has settled", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const seen: number[] = [];
  await clock.run(async () => {
    const chain = async (depth: number) => {
      for (let step = 0; step < depth; step++) await Promise.resolve();
      seen.push(clock.now());
    };
    await Promise.all([
      clock.sleep(1).then(() => chain(1000)),
      clock.sleep(2).then(() => chain(10)),
      clock.sleep(2).then(() => chain(0)),
    ]);
  });
  assert.deepEqual(seen, [1, 2, 2]);
});

Deno.test("run() wakes equal times in the order in which they were asked for", async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40, size: "max" }),
    async (delays) => {
      const clock = createVirtualClock({ startAtMs: 0 });
      const woken: [number, number][] = [];
      await clock.run(async () => {
        await Promise.all(delays.map(async (ms, index) => {
          await clock.sleep(ms);
          woken.push([clock.now(), index]);
        }));
      });
      const expected = delays.map((ms, index): [number, number] => [ms, index])
        .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
      assert.deepEqual(woken, expected);
    },
  ));
});

Deno.test("run() throws what main threw, also before its first await", async () => {
  const clock = createVirtualClock();
  const reason = new Error("the run is wrong");
  await assert.rejects(
    clock.run(async () => {
      await clock.sleep(5);
      throw reason;
    }),
    (thrown) => thrown === reason,
  );
  await assert.rejects(
    clock.run(() => {
      throw reason;
    }),
    (thrown) => thrown === reason,
  );
});

Deno.test("run() throws what a scheduled callback threw", async () => {
  const clock = createVirtualClock();
  const reason = new Error("the callback is wrong");
  clock.scheduleAt(clock.now() + 1, () => {
    throw reason;
  });
  await assert.rejects(clock.run(() => clock.sleep(2)), (thrown) => thrown === reason);
});

Deno.test("run() refuses a second run meanwhile, and takes one afterwards", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const first = clock.run(() => clock.sleep(1));
  await assert.rejects(clock.run(() => clock.sleep(1)), {
    message: "Cannot run on virtual time: a run of this clock is under way",
  });
  await first;
  await clock.run(() => clock.sleep(1));
  assert.equal(clock.now(), 2);
});

Deno.test("sleep() refuses times that are none", async () => {
  const clock = createVirtualClock();
  for (const ms of [-1, NaN, Infinity]) {
    await assert.rejects(clock.sleep(ms), {
      name: "RangeError",
      message: `Cannot sleep: ms must be >= 0 and finite, got ${ms}`,
    });
  }
});

Deno.test("sleep() that was aborted leaves no event behind", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const controller = new AbortController();
  await clock.run(async () => {
    const sleeping = assert.rejects(clock.sleep(DAY_MS, controller.signal));
    await clock.sleep(1);
    controller.abort();
    await sleeping;
    await clock.sleep(1);
  });
  assert.equal(clock.now(), 2);
  assert.deepEqual(clock.waits(), { sleeping: [], waiting: [], held: [] });
});

Deno.test("scheduleAt() calls back at its time, unless called off", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const called: [string, number][] = [];
  const call = (name: string) => () => called.push([name, clock.now()]);
  clock.scheduleAt(5, call("five"));
  const cancel = clock.scheduleAt(6, call("never"));
  clock.scheduleAt(-1, call("passed"));
  assert.deepEqual(called, []);
  await clock.run(async () => {
    await clock.sleep(5.5);
    assert.equal(cancel(), true);
    assert.equal(cancel(), false);
    await clock.sleep(10);
  });
  assert.deepEqual(called, [["passed", 0], ["five", 5]]);
  assert.throws(() => clock.scheduleAt(NaN, () => {}), RangeError);
});

Deno.test("hold() keeps time from moving while the outside works", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  await clock.run(async () => {
    const release = clock.hold("a file is written");
    const sleeping = clock.sleep(1);
    for (let turn = 0; turn < 3; turn++) {
      await new Promise<void>((resolve) => setImmediate(() => resolve()));
      assert.equal(clock.now(), 0);
    }
    release();
    release();
    await sleeping;
    assert.equal(clock.now(), 1);
  });
});

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

Deno.test("createVirtualClock() names every setting that is out of range", () => {
  assert.throws(
    () => createVirtualClock({ startAtMs: NaN, eventsPerInstantMax: 0, holdMsMax: -1 }),
    {
      name: "RangeError",
      message: "Cannot create clock: startAtMs must be a time that a Date can hold, got NaN; " +
        "eventsPerInstantMax must be >= 1, got 0; holdMsMax must be >= 0, got -1",
    },
  );
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
