import assert from "node:assert/strict";
import { createWorkerTest } from "./testing.ts";

Deno.test("runWorker() told to stop finishes what has started and gives the rest back", async () => {
  const test = createWorkerTest({ concurrency: 8, paymentSlots: 3, prefetch: 12, paymentMs: 1000 });
  await test.clock.run(async () => {
    await test.fill(30);
    const running = test.run();
    await test.clock.sleep(500);
    assert.equal(test.counts.held, 20);
    const stoppedAtMs = test.clock.now();
    test.stop.abort();
    await running;
    assert.ok(test.clock.now() - stoppedAtMs < 1000, "it waits for payments alone");
    assert.equal(test.queue.counts().visible, 27, "given back at once, not at the lease's end");
    assert.equal(test.queue.counts().notVisible, 0);
  });
  assert.equal(test.completions().size, 3);
  assert.equal(test.events("started").length, 3);
  const returned = test.events("returned");
  assert.equal(returned.length, 17);
  assert.ok(returned.every(({ reason }) => reason === "the worker stops"));
  assert.equal(test.queue.counts().deleted, 3);
});

Deno.test("runWorker() told to stop while receives are under way gives back what they bring", async () => {
  const test = createWorkerTest({ concurrency: 10, queue: { latencyMs: () => 100 } });
  await test.clock.run(async () => {
    await test.fill(20);
    const running = test.run();
    await test.clock.sleep(60);
    test.stop.abort();
    await running;
    assert.equal(test.queue.counts().visible, 20);
  });
  assert.equal(test.events("received").length, 20);
  assert.equal(test.events("returned").length, 20);
  assert.equal(test.events("started").length, 0);
});

Deno.test("runWorker() with a signal that has aborted receives nothing", async () => {
  const test = createWorkerTest();
  test.stop.abort();
  await test.clock.run(async () => {
    await test.fill(1);
    await test.run();
    assert.equal(test.queue.counts().visible, 1);
  });
});
