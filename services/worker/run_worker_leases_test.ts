import assert from "node:assert/strict";
import { createWorkerTest } from "./testing.ts";

Deno.test("runWorker() extends the lease of an order as long as its payment takes", async () => {
  const test = createWorkerTest({ paymentMs: 60_000, visibilityTimeoutS: 3 });
  await test.clock.run(async () => {
    await test.fill(1);
    const running = test.run();
    await test.until(() => test.counts.deletes === 1);
    test.stop.abort();
    await running;
  });
  assert.deepEqual([...test.completions()], [["o-0", 1]]);
  assert.equal(test.queue.counts().received, 1);
});

Deno.test("runWorker() extends the leases of orders that wait for a slot", async () => {
  const test = createWorkerTest({ paymentMs: 5000, visibilityTimeoutS: 6 });
  await test.clock.run(async () => {
    await test.fill(11);
    const running = test.run();
    await test.until(() => test.counts.deletes === 11);
    test.stop.abort();
    await running;
  });
  assert.equal(test.queue.counts().received, 11);
  assert.ok(test.counts.leasesExtended > 0);
});

Deno.test("runWorker() original lets leases end and pays twice", async () => {
  const test = createWorkerTest({
    concurrency: 2,
    prefetch: "original",
    paymentMs: 1000,
    visibilityTimeoutS: 5,
    maxReceiveCount: 100,
  });
  await test.clock.run(async () => {
    await test.fill(40);
    const running = test.run();
    await test.clock.sleep(60_000);
    test.stop.abort();
    await running;
  });
  const paidTwice = [...test.completions().values()].filter((count) => count > 1).length;
  assert.ok(paidTwice > 10, `${paidTwice} paid twice`);
  assert.equal(test.counts.leasesExtended, 0);
});
