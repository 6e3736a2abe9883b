import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { QueueError } from "../../services/orders/ports.ts";
import { unaccounted } from "./message_counts.ts";
import { createMemoryQueue, type MemoryQueueOptions } from "./memory_queue.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVirtualClock } from "./virtual_clock.ts";
import { VirtualRunError } from "./virtual_run_error.ts";

function createWorld(options: Partial<MemoryQueueOptions> = {}) {
  const clock = createVirtualClock({ startAtMs: 0 });
  const random = createSeededRandom(1);
  const queue = createMemoryQueue({ name: "orders", clock, random, ...options });
  return { clock, queue };
}

const texts = (messages: readonly { body: string }[]) => messages.map(({ body }) => body);

Deno.test("receive() lasts as long as its latency says, and the lease begins half-way", async () => {
  const { clock, queue } = createWorld({ latencyMs: () => 10 });
  await clock.run(async () => {
    queue.deliver(["one"]);
    await queue.receive({ max: 1, waitS: 0, leaseS: 1 });
    assert.equal(clock.now(), 10);
    const [again] = await queue.receive({ max: 1, waitS: 20, leaseS: 1 });
    // The lease ended at 1,005 ms, and the answer took 5.
    assert.equal(clock.now(), 1010);
    assert.equal(again?.receiveCount, 2);
  });
});

Deno.test("receive() serves those who wait in the order in which they came", async () => {
  const { clock, queue } = createWorld();
  await clock.run(async () => {
    const served: string[] = [];
    const receiving = ["first", "second", "third"].map(async (name) => {
      const messages = await queue.receive({ max: 2, waitS: 20, leaseS: 60 });
      served.push(`${name}: ${messages.length} at ${clock.now()}`);
    });
    await clock.sleep(1000);
    queue.deliver(["a", "b", "c"]);
    await clock.sleep(1000);
    await queue.send(["d"]);
    await Promise.all(receiving);
    assert.deepEqual(served, ["first: 2 at 1000", "second: 1 at 1000", "third: 1 at 2000"]);
  });
});

Deno.test("receive() that waits is woken by time: a lease's end, a delay's end", async () => {
  const { clock, queue } = createWorld();
  await clock.run(async () => {
    await queue.send(["delayed"], { delayS: 7 });
    await queue.send(["leased"]);
    assert.deepEqual(texts(await queue.receive({ max: 10, waitS: 0, leaseS: 3 })), ["leased"]);
    const waiting = { max: 10, waitS: 20, leaseS: 60 };
    assert.deepEqual(texts(await queue.receive(waiting)), ["leased"]);
    assert.equal(clock.now(), 3000);
    assert.deepEqual(texts(await queue.receive(waiting)), ["delayed"]);
    assert.equal(clock.now(), 7000);
    assert.deepEqual(await queue.receive(waiting), []);
    assert.equal(clock.now(), 27_000);
  });
});

Deno.test("receive() that waits is not woken by a lease that was extended", async () => {
  const { clock, queue } = createWorld();
  await clock.run(async () => {
    queue.deliver(["one"]);
    const [message] = await queue.receive({ max: 1, waitS: 0, leaseS: 3 });
    const receiving = queue.receive({ max: 1, waitS: 20, leaseS: 60 });
    await clock.sleep(2000);
    await queue.extend([message?.receipt ?? ""], 10);
    assert.equal((await receiving).length, 1);
    assert.equal(clock.now(), 12_000);
  });
});

Deno.test("receive() that waits is woken earlier by a lease that was cut short", async () => {
  const { clock, queue } = createWorld();
  await clock.run(async () => {
    queue.deliver(["one"]);
    const [message] = await queue.receive({ max: 1, waitS: 0, leaseS: 60 });
    const receiving = queue.receive({ max: 1, waitS: 20, leaseS: 60 });
    await clock.sleep(2000);
    await queue.extend([message?.receipt ?? ""], 1);
    assert.equal((await receiving).length, 1);
    assert.equal(clock.now(), 3000);
  });
});

Deno.test("receive() leaves no more than one listener on a signal that outlives it", async () => {
  const { clock, queue } = createWorld({ latencyMs: () => 10 });
  const { signal } = new AbortController();
  await clock.run(async () => {
    for (const waitS of [0, 1]) {
      await queue.receive({ max: 1, waitS, leaseS: 60 }, signal);
      queue.deliver(["one"]);
      await queue.receive({ max: 1, waitS, leaseS: 60 }, signal);
    }
  });
  assert.ok(getEventListeners(signal, "abort").length <= 1);
});

Deno.test("receive() that is aborted while its answer is under way leaves its messages leased", async () => {
  const { clock, queue } = createWorld({ latencyMs: () => 100 });
  await clock.run(async () => {
    queue.deliver(["one"]);
    const controller = new AbortController();
    const receiving = assert.rejects(
      queue.receive({ max: 1, waitS: 20, leaseS: 5 }, controller.signal),
      (thrown) => thrown === "enough",
    );
    await clock.sleep(75);
    controller.abort("enough");
    await receiving;
    assert.equal(queue.counts().notVisible, 1);
    await clock.sleep(5000);
    assert.equal(queue.counts().visible, 1);
  });
});

Deno.test("at the limit a short poll is refused, and a long poll waits for a delete", async () => {
  const { clock, queue } = createWorld({ inFlightMax: 2 });
  await clock.run(async () => {
    queue.deliver(["a", "b", "c"]);
    const held = await queue.receive({ max: 10, waitS: 0, leaseS: 60 });
    assert.equal(held.length, 2);
    await assert.rejects(
      queue.receive({ max: 1, waitS: 0, leaseS: 60 }),
      (thrown) => thrown instanceof QueueError && thrown.code === "OverLimit" && thrown.retryable,
    );
    const receiving = queue.receive({ max: 1, waitS: 20, leaseS: 60 });
    await clock.sleep(1000);
    await queue.delete([held[0]?.receipt ?? ""]);
    assert.equal((await receiving).length, 1);
    assert.equal(clock.now(), 1000);
  });
});

Deno.test("messages received too often reach those who wait at the dead-letter queue", async () => {
  const clock = createVirtualClock({ startAtMs: 0 });
  const random = createSeededRandom(1);
  const deadLetterQueue = createMemoryQueue({ name: "dlq", clock, random });
  const options = { clock, random, deadLetterQueue, maxReceiveCount: 1 };
  const queue = createMemoryQueue({ name: "orders", ...options });
  await clock.run(async () => {
    await clock.sleep(500);
    queue.deliver(["poison"]);
    const dead = deadLetterQueue.receive({ max: 10, waitS: 20, leaseS: 60 });
    const first = await queue.receive({ max: 10, waitS: 20, leaseS: 2 });
    assert.equal(first.length, 1);
    assert.deepEqual(await queue.receive({ max: 10, waitS: 4, leaseS: 2 }), []);
    const [message] = await dead;
    assert.equal(message?.body, "poison");
    assert.equal(message?.sentAtMs, 500, "the time of the first queue");
    assert.equal(message?.messageId, first[0]?.messageId);
  });
  assert.equal(queue.counts().deadLettered, 1);
  assert.equal(unaccounted(queue.counts()) + unaccounted(deadLetterQueue.counts()), 0);
});

Deno.test("messages are dropped at the end of their retention", async () => {
  const { clock, queue } = createWorld({ retentionS: 60 });
  await clock.run(async () => {
    queue.deliver(["old"]);
    await clock.sleep(59_999);
    queue.deliver(["new"]);
    await clock.sleep(1);
    assert.deepEqual(texts(await queue.receive({ max: 10, waitS: 0, leaseS: 1 })), ["new"]);
    assert.equal(queue.counts().expired, 1);
  });
});

Deno.test("attributes() are as old as they may be", async () => {
  const { clock, queue } = createWorld({ attributesAgeMsMax: 60_000 });
  await clock.run(async () => {
    assert.deepEqual(await queue.attributes(), { visible: 0, notVisible: 0, delayed: 0 });
    queue.deliver(["a", "b"]);
    await queue.send(["c"], { delayS: 900 });
    await queue.receive({ max: 1, waitS: 0, leaseS: 900 });
    assert.deepEqual(await queue.attributes(), { visible: 0, notVisible: 0, delayed: 0 });
    await clock.sleep(60_000);
    assert.deepEqual(await queue.attributes(), { visible: 1, notVisible: 1, delayed: 1 });
  });
});

Deno.test("a run that cannot go on names who receives from which queue", async () => {
  const { clock, queue } = createWorld();
  const running = clock.run(async () => {
    await queue.client("worker-1").receive({ max: 1, waitS: 20, leaseS: 1 });
  }, { untilMs: 19_999 });
  const error = await running.then(() => assert.fail("it ended"), (thrown) => thrown);
  assert.ok(error instanceof VirtualRunError);
  assert.deepEqual(error.waits.sleeping, [
    "worker-1 receives from orders (until 1970-01-01T00:00:20.000Z)",
  ]);
});

Deno.test("a loop of short polls without latency cannot stop time unnoticed", async () => {
  const clock = createVirtualClock({ eventsPerInstantMax: 100 });
  const queue = createMemoryQueue({ name: "orders", clock, random: createSeededRandom(1) });
  const running = clock.run(async () => {
    while (true) await queue.receive({ max: 1, waitS: 0, leaseS: 1 });
  });
  await assert.rejects(running, { fault: "standstill" });
});
