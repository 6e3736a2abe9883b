import assert from "node:assert/strict";
import fc from "fast-check";
import { unaccounted } from "../../infra/sim/message_counts.ts";
import { CONNECTION_REFUSED, THROTTLED } from "../../infra/sim/service_calls.ts";
import { QueueError } from "../orders/ports.ts";
import { createWorkerTest, orderBody } from "./testing.ts";

Deno.test("runWorker() gives poison back until the queue moves it, its reason in the log", async () => {
  const test = createWorkerTest();
  await test.clock.run(async () => {
    await test.queue.send(["not an order", orderBody("o-1"), JSON.stringify({ customer_id: "x" })]);
    const running = test.run();
    await test.until(() => test.deadLetterQueue.counts().visible === 2);
    test.stop.abort();
    await running;
  });
  const poison = test.lines.filter(({ event }) => event === "poison");
  assert.equal(poison.length, 6);
  assert.ok(poison.some(({ reason }) => /body must be JSON, got "not an order"/.test(`${reason}`)));
  assert.ok(poison.some(({ reason }) => /customer_id must be an integer/.test(`${reason}`)));
  assert.deepEqual([...test.completions()], [["o-1", 1]]);
  assert.equal(test.recorder.events.filter(({ order_id }) => order_id !== "o-1").length, 0);
});

Deno.test("runWorker() tries a failed payment again, and dead-letters it on its last receive", async () => {
  let payments = 0;
  const test = createWorkerTest({
    payment: {
      pay: (_orderId, { onStart }) => {
        payments++;
        onStart();
        return Promise.reject(new Error("card declined"));
      },
    },
  });
  await test.clock.run(async () => {
    await test.fill(1);
    const running = test.run();
    await test.until(() => test.deadLetterQueue.counts().visible === 1);
    test.stop.abort();
    await running;
  });
  assert.equal(payments, 3);
  const ends = test.recorder.events.filter(({ reason }) => reason === "card declined");
  assert.deepEqual(ends.map(({ event, attempt }) => [event, attempt]), [
    ["failed", 1],
    ["failed", 2],
    ["dead_lettered", 3],
  ]);
});

Deno.test("runWorker() goes on after throttled receives and lost connections", async () => {
  let calls = 0;
  const test = createWorkerTest({
    concurrency: 5,
    queue: {
      faults: {
        call: (operation) =>
          operation === "receive" && ++calls % 3 !== 0
            ? calls % 2 === 0 ? THROTTLED : CONNECTION_REFUSED
            : undefined,
      },
    },
  });
  await test.clock.run(async () => {
    await test.fill(50);
    const running = test.run();
    await test.until(() => test.counts.deletes === 50);
    test.stop.abort();
    await running;
  });
  assert.ok(test.counts.failedReceives > 0);
  assert.ok(test.lines.some(({ event, code }) => event === "receive_failed" && code !== ""));
  assert.deepEqual(new Set(test.completions().values()), new Set([1]));
});

Deno.test("runWorker() repeats deletes that fail, so that nothing is paid twice", async () => {
  let calls = 0;
  const test = createWorkerTest({
    concurrency: 20,
    queue: {
      faults: {
        call: (operation) => operation === "delete" && ++calls % 2 === 1 ? THROTTLED : undefined,
        entry: (operation, _nowMs, index) =>
          operation === "delete" && index % 3 === 0
            ? { code: "InternalError", message: "try again", retryable: true }
            : undefined,
      },
    },
  });
  await test.clock.run(async () => {
    await test.fill(100);
    const running = test.run();
    await test.until(() => test.counts.paid === 100);
    test.stop.abort();
    await running;
  });
  assert.ok(test.counts.deleteRetries > 0);
  // Entry 0 of each call is refused for ever here, so that those outlive their lease.
  assert.equal(test.counts.deletes + test.counts.deletesLost, 100);
});

Deno.test("runWorker() throws when the queue is gone for half a minute", async () => {
  const test = createWorkerTest({ concurrency: 2, paymentMs: 5000 });
  await test.clock.run(async () => {
    await test.fill(2);
    const startMs = test.clock.now();
    const running = assert.rejects(test.run(), (error) =>
      error instanceof QueueError &&
      error.code === "AWS.SimpleQueueService.NonExistentQueue");
    await test.until(() => test.counts.working === 2);
    test.queue.remove();
    await running;
    const goneMs = test.clock.now() - startMs;
    assert.ok(goneMs >= 30_000 && goneMs < 60_000, `after ${goneMs} ms`);
  });
  assert.equal(test.completions().size, 2, "what was in hand was finished");
});

Deno.test("runWorker() pays for every order, whatever fails and whoever stops", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(1_000_000),
        concurrency: fc.integer({ min: 1, max: 30 }),
        paymentSlots: fc.integer({ min: 1, max: 30 }),
        prefetch: fc.oneof(fc.constant("ahead" as const), fc.integer({ min: 0, max: 30 })),
        paymentMs: fc.integer({ min: 0, max: 5000 }),
        orders: fc.integer({ min: 0, max: 60 }),
        faultRatio: fc.double({ min: 0, max: 0.4, noNaN: true }),
        stopAtMs: fc.integer({ min: 0, max: 20_000 }),
      }),
      async ({ orders, faultRatio, stopAtMs, ...options }) => {
        const test = createWorkerTest({
          ...options,
          visibilityTimeoutS: 4,
          maxReceiveCount: 1000,
          queue: { faults: { call: faultsOf(options.seed, faultRatio) } },
        });
        await test.clock.run(async () => {
          await test.queue.deliver(Array.from({ length: orders }, (_, i) => orderBody(`o-${i}`)));
          const running = test.run();
          await test.clock.sleep(stopAtMs);
          test.stop.abort();
          await running;
        });
        assert.equal(test.counts.held, 0);
        assert.equal(test.counts.working, 0);
        assert.equal(unaccounted(test.queue.counts()), 0);
        assert.equal(test.events("started").length, test.events("completed").length);
        assert.ok(test.queue.counts().deleted <= test.completions().size);
        assert.equal(
          test.events("received").length,
          test.events("completed").length + test.events("returned").length,
        );
        assert.ok(
          test.completions().size + test.queue.counts().visible +
              test.queue.counts().notVisible >= orders,
        );
      },
    ),
    { numRuns: 60 },
  );
});

function faultsOf(seed: number, ratio: number) {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 < ratio ? THROTTLED : undefined;
  };
}
