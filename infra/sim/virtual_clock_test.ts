import assert from "node:assert/strict";
import fc from "fast-check";
import { createVirtualClock } from "./virtual_clock.ts";
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

Deno.test("sleep() moves time however short it is", async () => {
  const clock = createVirtualClock({ startAtMs: 1e12 });
  await clock.run(() => clock.sleep(1e-9));
  assert.ok(clock.now() > 1e12);
});
