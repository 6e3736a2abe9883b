/**
 * What every {@linkcode Clock} does. Registers its cases with `Deno.test`.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Clock } from "./ports.ts";

/** A clock under test. */
export interface ClockUnderTest {
  clock: Clock;
  /** Runs a case, for clocks that have to be driven; the case is simply called when absent. */
  run?(body: () => Promise<void>): Promise<void>;
}

/**
 * Registers the cases of a clock.
 *
 * @param name of the adapter, the head of each test's name.
 * @param makeClock called for each case.
 */
export function testClock(name: string, makeClock: () => ClockUnderTest): void {
  const testCase = (fact: string, body: (clock: Clock) => Promise<void>) =>
    Deno.test(`${name}: ${fact}`, async () => {
      const { clock, run = (inner) => inner() } = makeClock();
      await run(() => body(clock));
    });

  testCase("now() is a time of this century in milliseconds", (clock) => {
    const now = new Date(clock.now());
    assert.ok(now.getUTCFullYear() >= 2024 && now.getUTCFullYear() < 2100, now.toISOString());
    return Promise.resolve();
  });

  testCase("now() never runs backwards", async (clock) => {
    let before = clock.now();
    for (let reading = 0; reading < 200; reading++) {
      if (reading % 50 === 0) await clock.sleep(1);
      const now = clock.now();
      assert.ok(now >= before, `${now} came after ${before}`);
      before = now;
    }
  });

  testCase("sleep() lasts no less than it was asked to", async (clock) => {
    for (const ms of [1, 7.5, 30]) {
      const startMs = clock.now();
      await clock.sleep(ms);
      // An epoch in a double has a resolution of a quarter of a microsecond.
      assert.ok(clock.now() - startMs >= ms - 0.001, `${clock.now() - startMs} of ${ms}`);
    }
  });

  testCase("sleep(0) resolves, but not before its caller goes on", async (clock) => {
    const order: string[] = [];
    const sleeping = clock.sleep(0).then(() => order.push("slept"));
    order.push("caller");
    await sleeping;
    assert.deepEqual(order, ["caller", "slept"]);
  });

  testCase("sleeps end in the order in which they are due", async (clock) => {
    const order: number[] = [];
    await Promise.all([40, 1, 20].map(async (ms) => {
      await clock.sleep(ms);
      order.push(ms);
    }));
    assert.deepEqual(order, [1, 20, 40]);
  });

  testCase("sleep() with an aborted signal rejects with its reason at once", async (clock) => {
    const reason = new Error("not wanted");
    const startMs = clock.now();
    await assert.rejects(clock.sleep(3_600_000, AbortSignal.abort(reason)), is(reason));
    assert.ok(clock.now() - startMs < 3_600_000);
  });

  testCase("sleep() rejects with the signal's reason when it aborts meanwhile", async (clock) => {
    const controller = new AbortController();
    const reason = { not: "an Error" };
    const startMs = clock.now();
    const sleeping = assert.rejects(
      clock.sleep(3_600_000, controller.signal),
      (thrown) => thrown === reason,
    );
    await clock.sleep(1);
    controller.abort(reason);
    await sleeping;
    assert.ok(clock.now() - startMs < 3_600_000);
  });

  testCase("an abort leaves other sleeps of the same signal's owner alone", async (clock) => {
    const controller = new AbortController();
    const sleeps = Promise.allSettled([
      clock.sleep(3_600_000, controller.signal),
      clock.sleep(20),
      clock.sleep(5, controller.signal),
    ]);
    await clock.sleep(10);
    controller.abort(new Error("enough"));
    assert.deepEqual(
      (await sleeps).map(({ status }) => status),
      ["rejected", "fulfilled", "fulfilled"],
    );
  });
}

function is(expected: unknown): (thrown: unknown) => boolean {
  return (thrown) => thrown === expected;
}
