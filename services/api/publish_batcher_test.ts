import assert from "node:assert/strict";
import fc from "fast-check";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import type { OrderTopic, OutgoingOrder, PublishOutcome } from "../orders/ports.ts";
import { createPublishBatcher, type PublishBatcherSettings } from "./publish_batcher.ts";
import { PUBLISH_BYTES_MAX } from "./publish_line.ts";

/** A batcher over a topic that answers after `callMs`. */
function batcherTest(
  callMs: number,
  settings: PublishBatcherSettings = {},
  answer: (order: OutgoingOrder) => PublishOutcome = ({ orderId }) => ({
    ok: true,
    messageId: orderId,
  }),
) {
  const clock = createVirtualClock();
  const startMs = clock.now();
  const calls: { atMs: number; ids: string[] }[] = [];
  const open = { now: 0, max: 0 };
  const topic: OrderTopic = {
    async publish(orders) {
      calls.push({ atMs: clock.now() - startMs, ids: orders.map(({ orderId }) => orderId) });
      open.max = Math.max(open.max, ++open.now);
      await clock.sleep(callMs);
      open.now--;
      return orders.map(answer);
    },
  };
  const batcher = createPublishBatcher({ topic, clock }, settings);
  const publish = (orderId: string, body = orderId) => batcher.publish({ orderId, body });
  const publishMany = (count: number, first = 0) =>
    Promise.all(Array.from({ length: count }, (_, index) => publish(`o-${first + index}`)));
  const sizes = () => calls.map(({ atMs, ids }) => [atMs, ids.length]);
  return { clock, startMs, calls, open, batcher, publish, publishMany, sizes };
}

Deno.test("createPublishBatcher() sends a lone order at once", async () => {
  const { clock, publish, calls, startMs } = batcherTest(50);
  await clock.run(async () => {
    assert.deepEqual(await publish("o-1"), { ok: true, messageId: "o-1" });
    assert.equal(clock.now() - startMs, 50);
    await clock.sleep(500);
    await publish("o-2");
  });
  assert.deepEqual(calls.map(({ atMs }) => atMs), [0, 550]);
});

Deno.test("createPublishBatcher() lets others wait 2 ms, however long a publish takes", async () => {
  const { clock, publish, sizes } = batcherTest(1000);
  await clock.run(async () => {
    const all = [publish("first")];
    await clock.sleep(10);
    all.push(publish("a"));
    await clock.sleep(1.5);
    all.push(publish("b"));
    await clock.sleep(1);
    all.push(publish("c"));
    await Promise.all(all);
  });
  assert.deepEqual(sizes(), [[0, 1], [12, 2], [14.5, 1]]);
});

Deno.test("createPublishBatcher() sends ten without waiting", async () => {
  const { clock, publishMany, sizes } = batcherTest(100);
  await clock.run(() => publishMany(34));
  assert.deepEqual(sizes(), [[0, 1], [0, 10], [0, 10], [0, 10], [2, 3]]);
});

Deno.test("createPublishBatcher() sends what waits when the last call is answered", async () => {
  const { clock, publish, batcher, sizes } = batcherTest(1, { lingerMs: 100 });
  await clock.run(async () => {
    await Promise.all([publish("a"), publish("b"), publish("c")]);
    await batcher.drain();
  });
  assert.deepEqual(sizes(), [[0, 1], [1, 2]]);
});

Deno.test("createPublishBatcher() has no more calls in flight than it may", async () => {
  const { clock, publishMany, open, batcher } = batcherTest(20, { inFlightMax: 3 });
  await clock.run(() => publishMany(200));
  assert.equal(open.max, 3);
  assert.ok(batcher.counts.calls <= 22, `${batcher.counts.calls} calls`);
  assert.equal(batcher.counts.orders, 200);
});

Deno.test("createPublishBatcher() with a batch of one publishes one by one", async () => {
  const { clock, publishMany, sizes } = batcherTest(20, { batchMax: 1 });
  await clock.run(() => publishMany(5));
  assert.deepEqual(sizes(), [[0, 1], [0, 1], [0, 1], [0, 1], [0, 1]]);
});

Deno.test("createPublishBatcher() gives each caller its own outcome", async () => {
  const refusal = {
    ok: false,
    code: "Odd",
    message: "-",
    retryable: false,
    ambiguous: false,
  } as const;
  const { clock, publishMany } = batcherTest(
    5,
    {},
    ({ orderId }) =>
      Number(orderId.slice(2)) % 2 === 1 ? refusal : { ok: true, messageId: orderId },
  );
  const outcomes = await clock.run(() => publishMany(25));
  outcomes.forEach((outcome, index) => {
    assert.deepEqual(outcome, index % 2 === 1 ? refusal : { ok: true, messageId: `o-${index}` });
  });
});

Deno.test("createPublishBatcher() keeps every call within the bytes of a PublishBatch", async () => {
  const { clock, batcher, calls } = batcherTest(5);
  const bodies = new Map<string, string>();
  await clock.run(() =>
    Promise.all(Array.from({ length: 40 }, (_, index) => {
      const body = "é".repeat(index % 4 === 0 ? 40_000 : 10 + index);
      bodies.set(`o-${index}`, body);
      return batcher.publish({ orderId: `o-${index}`, body });
    }))
  );
  for (const { ids } of calls) {
    const bytes = ids.reduce((sum, id) => sum + new TextEncoder().encode(bodies.get(id)).length, 0);
    assert.ok(bytes <= PUBLISH_BYTES_MAX, `${bytes} bytes`);
  }
  assert.equal(calls.flatMap(({ ids }) => ids).length, 40);
});

Deno.test("createPublishBatcher() answers everyone when a topic breaks its word and throws", async () => {
  const clock = createVirtualClock();
  const topic = { publish: () => Promise.reject(new Error("broken")) };
  const batcher = createPublishBatcher({ topic, clock });
  const outcome = await clock.run(() => batcher.publish({ orderId: "o", body: "o" }));
  assert.ok(!outcome.ok && outcome.ambiguous && /broken/.test(outcome.message));
});

Deno.test("createPublishBatcher() flushes what waits for companions", async () => {
  const { clock, publish, batcher, sizes } = batcherTest(50, { lingerMs: 1000 });
  await clock.run(async () => {
    const all = [publish("a"), publish("b"), publish("c")];
    await clock.sleep(1);
    batcher.flush();
    await Promise.all(all);
    await batcher.drain();
  });
  assert.deepEqual(sizes(), [[0, 1], [1, 2]]);
});

Deno.test("createPublishBatcher() drains: nothing waits and nothing is in flight", async () => {
  const { clock, publishMany, batcher, sizes } = batcherTest(50, { lingerMs: 1000 });
  await clock.run(async () => {
    const all = publishMany(5);
    let drained = false;
    const draining = batcher.drain().then(() => drained = true);
    await clock.sleep(49);
    assert.equal(drained, false);
    await all;
    await draining;
    assert.equal(batcher.counts.waiting + batcher.counts.inFlight, 0);
    await batcher.drain();
  });
  assert.deepEqual(sizes(), [[0, 1], [0, 4]]);
});

Deno.test("createPublishBatcher() answers every order once, in order, waiting no longer than it may", async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 10 }),
    async (gapsMs, callMs, batchMax) => {
      const { clock, startMs, publish, batcher, calls } = batcherTest(callMs, { batchMax });
      const arrivedAtMs = new Map<string, number>();
      const outcomes = await clock.run(async () => {
        const all: Promise<PublishOutcome>[] = [];
        for (const [index, gapMs] of gapsMs.entries()) {
          if (gapMs > 10) await clock.sleep(gapMs - 10);
          arrivedAtMs.set(`o-${index}`, clock.now() - startMs);
          all.push(publish(`o-${index}`));
        }
        const answers = await Promise.all(all);
        await batcher.drain();
        return answers;
      });
      const ids = gapsMs.map((_, index) => `o-${index}`);
      assert.deepEqual(outcomes.map((outcome) => outcome.ok && outcome.messageId), ids);
      assert.deepEqual(calls.flatMap((call) => call.ids), ids, "first come, first sent");
      for (const call of calls) {
        assert.ok(call.ids.length <= batchMax);
        for (const id of call.ids) assert.ok(call.atMs - arrivedAtMs.get(id)! <= 2.001);
      }
    },
  ));
});
