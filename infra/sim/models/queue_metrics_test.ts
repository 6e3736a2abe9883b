import assert from "node:assert/strict";
import { queueQueries } from "../../../experiments/collect/metric_query.ts";
import { createMemoryQueue } from "../memory_queue.ts";
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";
import { createVirtualClock } from "../virtual_clock.ts";
import { sampleQueueMetrics } from "./queue_metrics.ts";

Deno.test("sampleQueueMetrics() shows what CloudWatch shows: one look at each period's end", async () => {
  const clock = createVirtualClock({ startAtMs: 30_000 });
  const queue = createMemoryQueue({ name: "q", clock, random: createSeededRandom(1) });
  const metrics = sampleQueueMetrics(clock, [queue], 60);
  await clock.run(async () => {
    // A peak between two looks is not seen.
    await queue.send(["a", "bb", "ccc"]);
    await clock.sleep(10_000);
    const messages = await queue.receive({ max: 2, waitS: 0, leaseS: 600 });
    await queue.delete(messages.map(({ receipt }) => receipt));
    await clock.sleep(85_000);
    await queue.receive({ max: 1, waitS: 0, leaseS: 600 });
    await queue.receive({ max: 1, waitS: 0, leaseS: 600 });
    await clock.sleep(61_000);
    metrics.stop();
  });
  const points = await metrics.datapoints(queueQueries("q"), {
    fromMs: 0,
    toMs: 180_000,
    periodS: 60,
  });
  const seen = Map.groupBy(points, ({ query }) => query.metric);
  const of = (metric: string) => seen.get(metric)!.map(({ atMs, value }) => [atMs, value]);
  assert.deepEqual(of("ApproximateNumberOfMessagesVisible"), [[0, 1], [60_000, 1], [120_000, 0]]);
  assert.deepEqual(of("ApproximateNumberOfMessagesNotVisible"), [[0, 0], [60_000, 0], [
    120_000,
    1,
  ]]);
  assert.deepEqual(of("NumberOfMessagesSent"), [[0, 3], [60_000, 0], [120_000, 0]]);
  assert.deepEqual(of("NumberOfMessagesReceived"), [[0, 2], [60_000, 0], [120_000, 1]]);
  assert.deepEqual(of("NumberOfMessagesDeleted"), [[0, 2], [60_000, 0], [120_000, 0]]);
  assert.deepEqual(of("NumberOfEmptyReceives"), [[0, 0], [60_000, 0], [120_000, 1]]);
  assert.deepEqual(of("SentMessageSize"), [[0, 2]], "nothing where nothing was sent");
  assert.deepEqual(of("ApproximateAgeOfOldestMessage"), [[0, 30], [60_000, 90], [120_000, 150]]);
});

Deno.test("sampleQueueMetrics() keeps to the window, and knows no other queue", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const queue = createMemoryQueue({ name: "q", clock, random: createSeededRandom(1) });
  const metrics = sampleQueueMetrics(clock, [queue], 1);
  await clock.run(() => clock.sleep(5000));
  const [query] = queueQueries("q");
  const window = { fromMs: 1500, toMs: 3500, periodS: 1 };
  const points = await metrics.datapoints([query!, queueQueries("other")[0]!], window);
  assert.deepEqual(points.map(({ atMs }) => atMs), [1000, 2000, 3000]);
  assert.deepEqual(await metrics.list("Spillway", {}), []);
});
