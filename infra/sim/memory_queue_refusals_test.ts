import assert from "node:assert/strict";
import { QueueError } from "../../services/orders/ports.ts";
import { createMemoryQueue, type MemoryQueueOptions } from "./memory_queue.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { CONNECTION_REFUSED, connectionReset, THROTTLED } from "./service_calls.ts";
import { createVirtualClock } from "./virtual_clock.ts";

function createWorld(options: Partial<MemoryQueueOptions> = {}) {
  const clock = createVirtualClock({ startAtMs: 0 });
  const random = createSeededRandom(1);
  const queue = createMemoryQueue({ name: "orders", clock, random, ...options });
  return { clock, queue };
}

Deno.test("faults of whole calls: throttled, refused, answer lost", async () => {
  const faults = [THROTTLED, CONNECTION_REFUSED, connectionReset(false), connectionReset(true)];
  const left = [...faults, ...faults, ...faults];
  const { clock, queue } = createWorld({ faults: { call: () => left.shift() } });
  await clock.run(async () => {
    for (const { code } of faults) {
      assert.deepEqual(
        (await queue.send(["one"])).map((outcome) => outcome.ok || outcome.code),
        [code],
      );
    }
    assert.equal(queue.counts().sent, 1, "the one whose answer was lost");
    for (const { code } of faults) {
      await assert.rejects(
        queue.receive({ max: 1, waitS: 0, leaseS: 1 }),
        (thrown) => thrown instanceof QueueError && thrown.code === code && thrown.retryable,
      );
    }
    assert.equal(queue.counts().notVisible, 1, "it comes back when its lease ends");
    await clock.sleep(1000);
    const receipts = ["orders#0#1", "orders#0#1"];
    for (const { code } of faults) {
      const outcomes = await queue.delete(receipts);
      assert.deepEqual(outcomes.map((outcome) => outcome.ok || outcome.code), [code, code]);
    }
    assert.equal(queue.counts().deleted, 1);
  });
});

Deno.test("faults of single entries leave these undone", async () => {
  const { clock, queue } = createWorld({
    faults: {
      entry: (operation, _nowMs, index) =>
        operation === "delete" && index === 1
          ? { code: "InternalError", message: "injected", retryable: true }
          : undefined,
    },
  });
  await clock.run(async () => {
    queue.deliver(["a", "b", "c"]);
    const messages = await queue.receive({ max: 10, waitS: 0, leaseS: 60 });
    const outcomes = await queue.delete(messages.map(({ receipt }) => receipt));
    assert.deepEqual(outcomes, [
      { ok: true },
      { ok: false, code: "InternalError", message: "injected", retryable: true },
      { ok: true },
    ]);
    assert.equal(queue.counts().deleted, 2);
    assert.equal(queue.counts().notVisible, 1);
  });
});

Deno.test("send() refuses what SQS refuses", async () => {
  const { clock, queue } = createWorld();
  const codes = async (bodies: string[], delayS = 0) =>
    (await queue.send(bodies, { delayS })).map((outcome) => outcome.ok || outcome.code);
  await clock.run(async () => {
    const half = "x".repeat(524_288);
    assert.deepEqual(await codes([half, half]), [true, true]);
    assert.deepEqual(await codes([half, `${half}x`]), [
      "BatchRequestTooLong",
      "BatchRequestTooLong",
    ]);
    assert.deepEqual(await codes([""]), ["MissingParameter"]);
    assert.deepEqual(await codes(["a"], 901), ["InvalidParameterValue"]);
    assert.deepEqual(await codes(["a\u0000", "\u{1f9fe}", "\uffff"]), [
      "InvalidMessageContents",
      true,
      "InvalidMessageContents",
    ]);
    const eleven = new Array<string>(11).fill("a");
    assert.deepEqual(new Set(await codes(eleven)), new Set(["TooManyEntriesInBatchRequest"]));
    assert.deepEqual(await codes([]), []);
    assert.equal(queue.counts().sent, 3);
  });
});

Deno.test("remove() ends waits, and every call after it", async () => {
  const { clock, queue } = createWorld();
  const nonExistent = (thrown: unknown) =>
    thrown instanceof QueueError && !thrown.retryable &&
    thrown.code === "AWS.SimpleQueueService.NonExistentQueue";
  await clock.run(async () => {
    const receiving = assert.rejects(queue.receive({ max: 1, waitS: 20, leaseS: 1 }), nonExistent);
    await clock.sleep(1);
    queue.remove();
    await receiving;
    assert.equal(clock.now(), 1);
    await assert.rejects(queue.attributes(), nonExistent);
    assert.equal(queue.deliver(["late"]), false);
    assert.equal((await queue.send(["late"]))[0]?.ok, false);
  });
});
