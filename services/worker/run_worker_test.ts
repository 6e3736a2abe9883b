import assert from "node:assert/strict";
import { createWorkerTest } from "./testing.ts";

Deno.test("runWorker() keeps every slot busy until the queue is empty", async (context) => {
  const trials: [concurrency: number, paymentSlots: number, efficiencyMin: number][] = [
    [1, 1, 0.99],
    [5, 5, 0.99],
    [20, 20, 0.98],
    [20, 5, 0.98],
    [100, 100, 0.97],
    [400, 400, 0.9],
  ];
  for (const [concurrency, paymentSlots, efficiencyMin] of trials) {
    await context.step(`${concurrency} loops, ${paymentSlots} slots`, async () => {
      const test = createWorkerTest({ concurrency, paymentSlots, queue: { disorderWindow: 1 } });
      const width = Math.min(concurrency, paymentSlots);
      const orders = width * 20;
      await test.clock.run(async () => {
        await test.fill(orders);
        const startMs = test.clock.now();
        const running = test.run();
        await test.until(() => test.counts.paid === orders);
        const takenMs = test.clock.now() - startMs;
        test.stop.abort();
        await running;
        assert.ok(2000 / takenMs >= efficiencyMin, `efficiency ${2000 / takenMs}`);
      });
      assert.equal(test.completions().size, orders);
      assert.deepEqual(new Set(test.completions().values()), new Set([1]));
      assert.equal(test.queue.counts().deleted, orders);
      assert.equal(test.slots.busyMax, width);
    });
  }
});

Deno.test("runWorker() ahead holds at most one receive beyond its slots", async () => {
  const test = createWorkerTest({ concurrency: 20, paymentSlots: 5, paymentMs: 500 });
  await test.clock.run(async () => {
    await test.fill(200);
    const running = test.run();
    let heldMax = 0;
    await test.until(() => {
      heldMax = Math.max(heldMax, test.counts.held, test.queue.counts().notVisible);
      return test.counts.paid >= 100;
    });
    test.stop.abort();
    await running;
    // What is paid stays under its lease until its delete arrives: at most one linger's worth.
    assert.ok(heldMax > 5 && heldMax <= 15 + 5, `held ${heldMax}`);
  });
});

Deno.test("runWorker() fills a bounded buffer by whole receives, never beyond it", async () => {
  for (const prefetch of [0, 3, 40]) {
    const test = createWorkerTest({ concurrency: 4, prefetch, paymentMs: 1000 });
    await test.clock.run(async () => {
      await test.fill(100);
      const running = test.run();
      await test.clock.sleep(900);
      const { held } = test.counts;
      assert.ok(held <= 4 + prefetch && held > 4 + prefetch - 10, `held ${held}`);
      assert.equal(test.counts.working, 4);
      test.stop.abort();
      await running;
    });
  }
});

Deno.test("runWorker() records completed before it sends the delete", async () => {
  const test = createWorkerTest({ concurrency: 5 });
  let deletesSeen = 0;
  await test.clock.run(async () => {
    await test.fill(30);
    const running = test.run();
    await test.until(() => {
      const { deleted } = test.queue.counts();
      assert.ok(deleted <= test.events("completed").length);
      deletesSeen = deleted;
      return deleted === 30;
    });
    test.stop.abort();
    await running;
  });
  assert.equal(deletesSeen, 30);
});

Deno.test("runWorker() has one long poll open while the queue is empty", async () => {
  const test = createWorkerTest({ concurrency: 100 });
  await test.clock.run(async () => {
    const running = test.run();
    await test.clock.sleep(21_000);
    const { receives } = test.counts;
    await test.clock.sleep(100_000);
    assert.equal(test.counts.receives, receives + 5);
    test.stop.abort();
    await running;
  });
});
