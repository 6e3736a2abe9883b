/**
 * What every {@linkcode OrderQueue} does. Registers its cases with `Deno.test`.
 *
 * The same cases run in memory, where waiting costs nothing, and against a served queue in real time:
 * leases last 1 or 2 seconds, and cases that have to wait do so side by side.
 *
 * @module
 */
import assert from "node:assert/strict";
import { type Clock, type OrderQueue, QueueError, type ReceivedMessage } from "./ports.ts";

/** A queue under test, empty, nobody else's. Its dead-letter queue takes what was received 3 times. */
export interface OrderQueueUnderTest {
  queue: OrderQueue;
  deadLetterQueue: OrderQueue;
  /** A queue of the same service that does not exist. */
  missingQueue: OrderQueue;
  clock: Clock;
  /** Puts messages into the queue; resolves when they are there. At most 10. */
  send(bodies: readonly string[]): Promise<void>;
  /** Removes the queues and lets go of connections. */
  dispose(): Promise<void>;
  /** Runs a case, for queues on a clock that has to be driven; simply called when absent. */
  run?(body: () => Promise<void>): Promise<void>;
}

/** Receives after which a message goes to the dead-letter queue. */
export const CONTRACT_MAX_RECEIVE_COUNT = 3;

type Case = (test: OrderQueueUnderTest) => Promise<void>;

/**
 * Registers the cases of a queue: one test a case that ends at once, one test for all that have to wait.
 *
 * @param name of the adapter, the head of each test's name.
 * @param makeQueue called for each case, also several times at once.
 */
export function testOrderQueue(name: string, makeQueue: () => Promise<OrderQueueUnderTest>): void {
  const runCase = async (body: Case) => {
    const test = await makeQueue();
    try {
      const { run = (inner: () => Promise<void>) => inner() } = test;
      await run(() => body(test));
    } finally {
      await test.dispose();
    }
  };
  for (const [fact, body] of Object.entries(promptCases)) {
    Deno.test(`${name}: ${fact}`, () => runCase(body));
  }
  Deno.test(`${name}: waits`, async (context) => {
    const steps = Object.entries(waitingCases).map(([fact, body]) =>
      context.step({
        name: fact,
        fn: () => runCase(body),
        // Side by side, or the suite would wait for a minute.
        sanitizeOps: false,
        sanitizeResources: false,
        sanitizeExit: false,
      })
    );
    const passed = await Promise.all(steps);
    assert.ok(passed.every(Boolean), "a step failed");
  });
}

const promptCases: Record<string, Case> = {
  "receive() gives what was sent, once under a lease": async ({ queue, send, clock }) => {
    const beforeMs = clock.now();
    await send(["one", "two", "three"]);
    const messages = await receiveAll(queue, 3);
    assert.deepEqual(bodies(messages), ["one", "three", "two"]);
    assert.equal(new Set(messages.map(({ messageId }) => messageId)).size, 3);
    assert.equal(new Set(messages.map(({ receipt }) => receipt)).size, 3);
    for (const { receiveCount, sentAtMs, messageId, receipt } of messages) {
      assert.equal(receiveCount, 1);
      assert.ok(messageId !== "" && receipt !== "");
      assert.ok(Math.abs(sentAtMs - beforeMs) < 60_000, `sent at ${sentAtMs}, ${beforeMs} before`);
    }
    assert.deepEqual(await receiveNow(queue), []);
  },

  "receive() gives each body to the byte": async ({ queue, send }) => {
    const awkward = [
      JSON.stringify({ order_id: "o-1", items: [{ product_id: "P", quantity: 1, price: 9.99 }] }),
      "ä€𐍈 \u{1f9fe} \u00a0\u2028 &<>\"' %20 + \t line\n feed",
      "é".repeat(1000),
    ];
    await send(awkward);
    assert.deepEqual(bodies(await receiveAll(queue, 3)), awkward.toSorted());
  },

  "receive() gives a body of 256 KiB": async ({ queue, send }) => {
    const body = "0123456789abcdef".repeat(16 * 1024);
    await send([body]);
    const [message] = await receiveAll(queue, 1);
    assert.ok(message?.body === body, `got ${message?.body.length} of ${body.length} characters`);
  },

  "receive() gives no more than max": async ({ queue, send }) => {
    await send(["1", "2", "3", "4", "5"]);
    const first = await queue.receive({ max: 2, waitS: 1, leaseS: 60 });
    assert.ok(first.length >= 1 && first.length <= 2, `got ${first.length}`);
    const rest = await receiveAll(queue, 5 - first.length);
    assert.deepEqual(bodies([...first, ...rest]), ["1", "2", "3", "4", "5"]);
  },

  "a short poll of an empty queue gives nothing": async ({ queue }) => {
    assert.deepEqual(await receiveNow(queue), []);
  },

  "delete() removes messages for good": async ({ queue, send }) => {
    await send(["one", "two"]);
    const messages = await receiveAll(queue, 2, 60);
    const receipts = messages.map(({ receipt }) => receipt);
    assert.deepEqual(await queue.delete(receipts), [{ ok: true }, { ok: true }]);
    // A lease cannot be set any more on what is gone: the message does not come back.
    for (const outcome of await queue.extend(receipts, 0)) assertRefused(outcome);
    assert.deepEqual(await receiveNow(queue), []);
  },

  "delete() of what was deleted before succeeds": async ({ queue, send }) => {
    await send(["one"]);
    const [{ receipt }] = await receiveOne(queue);
    await queue.delete([receipt]);
    assert.deepEqual(await queue.delete([receipt]), [{ ok: true }]);
  },

  "extend() by 0 gives the message back at once": async ({ queue, send }) => {
    await send(["one"]);
    const [first] = await receiveOne(queue);
    assert.deepEqual(await queue.extend([first.receipt], 0), [{ ok: true }]);
    const [second] = await receiveOne(queue);
    assert.equal(second.messageId, first.messageId);
    assert.equal(second.receiveCount, 2);
    assert.notEqual(second.receipt, first.receipt);
  },

  "extend() answers in the order given, entry by entry": async ({ queue, send }) => {
    await send(["one", "two", "three"]);
    const receipts = (await receiveAll(queue, 3)).map(({ receipt }) => receipt);
    const [one, two, three] = receipts as [string, string, string];
    assert.deepEqual(await queue.delete([two]), [{ ok: true }]);
    const outcomes = await queue.extend([three, two, one], 60);
    assert.deepEqual(outcomes.map(({ ok }) => ok), [true, false, true]);
    assertRefused(outcomes[1]);
  },

  "a receipt of an earlier lease deletes nothing": async ({ queue, send }) => {
    await send(["one"]);
    const [first] = await receiveOne(queue);
    await queue.extend([first.receipt], 0);
    const [second] = await receiveOne(queue);
    // Documented: the call succeeds.
    assert.deepEqual(await queue.delete([first.receipt]), [{ ok: true }]);
    assert.deepEqual(await queue.extend([second.receipt], 0), [{ ok: true }]);
    const [third] = await receiveOne(queue);
    assert.equal(third.body, "one");
  },

  "a message received 3 times goes to the dead-letter queue": async (test) => {
    const { queue, deadLetterQueue, send } = test;
    await send(["poison"]);
    for (let count = 1; count <= CONTRACT_MAX_RECEIVE_COUNT; count++) {
      const [message] = await receiveOne(queue);
      assert.equal(message.receiveCount, count);
      await queue.extend([message.receipt], 0);
    }
    assert.deepEqual(await receiveNow(queue), []);
    const [dead] = await receiveOne(deadLetterQueue);
    assert.equal(dead.body, "poison");
    assert.deepEqual(await receiveNow(queue), []);
  },

  "receive() with an aborted signal rejects with its reason": async ({ queue, send }) => {
    await send(["one"]);
    const reason = new Error("not wanted");
    await assert.rejects(
      queue.receive({ max: 10, waitS: 20, leaseS: 60 }, AbortSignal.abort(reason)),
      (thrown) => thrown === reason,
    );
    assert.deepEqual(bodies(await receiveAll(queue, 1)), ["one"]);
  },

  "a queue that does not exist is named as AWS names it": async ({ missingQueue }) => {
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    await assert.rejects(
      missingQueue.receive({ max: 1, waitS: 0, leaseS: 1 }),
      (thrown) =>
        thrown instanceof QueueError && thrown.code === code && !thrown.retryable &&
        thrown.message !== "",
    );
    const outcomes = [
      ...await missingQueue.delete(["a", "b"]),
      ...await missingQueue.extend(["a", "b"], 1),
    ];
    assert.equal(outcomes.length, 4);
    for (const outcome of outcomes) {
      assertRefused(outcome);
      assert.equal(outcome.ok || outcome.code, code);
    }
  },

  "more than SQS takes in one call is refused, and nothing done": async ({ queue, send }) => {
    await send(["one"]);
    const wrong = [
      { max: 11, waitS: 0, leaseS: 1 },
      { max: 0, waitS: 0, leaseS: 1 },
      { max: 1, waitS: 21, leaseS: 1 },
      { max: 1, waitS: 0, leaseS: 43_201 },
    ];
    for (const request of wrong) {
      await assert.rejects(
        queue.receive(request),
        (thrown) => thrown instanceof QueueError && !thrown.retryable,
        JSON.stringify(request),
      );
    }
    const [{ receipt }] = await receiveOne(queue);
    const eleven = Array.from({ length: 11 }, () => receipt);
    for (const outcomes of [await queue.delete(eleven), await queue.extend(eleven, 0)]) {
      assert.equal(outcomes.length, 11);
      for (const outcome of outcomes) assertRefused(outcome);
    }
    assert.deepEqual(await receiveNow(queue), [], "the lease still holds");
  },
};

const waitingCases: Record<string, Case> = {
  "a long poll ends when a message arrives": async ({ queue, send, clock }) => {
    const startMs = clock.now();
    const receiving = queue.receive({ max: 10, waitS: 20, leaseS: 60 });
    await clock.sleep(300);
    await send(["late"]);
    assert.deepEqual(bodies(await receiving), ["late"]);
    assert.ok(clock.now() - startMs < 20_000, "it did not wait to its end");
  },

  "a long poll of an empty queue ends after its wait": async ({ queue, clock }) => {
    const startMs = clock.now();
    assert.deepEqual(await queue.receive({ max: 10, waitS: 1, leaseS: 60 }), []);
    // The two may be on different clocks, both of which count milliseconds.
    assert.ok(clock.now() - startMs >= 990, `it waited ${clock.now() - startMs} ms`);
  },

  "an aborted long poll rejects with the reason and swallows no message": async (test) => {
    const { queue, send, clock } = test;
    const controller = new AbortController();
    const reason = new Error("the worker stops");
    const startMs = clock.now();
    const receiving = assert.rejects(
      queue.receive({ max: 10, waitS: 20, leaseS: 2 }, controller.signal),
      (thrown) => thrown === reason,
    );
    await clock.sleep(300);
    controller.abort(reason);
    await receiving;
    assert.ok(clock.now() - startMs < 20_000, "it did not wait to its end");
    await send(["one"]);
    // It may have been handed to the poll that is gone: then it is back when that lease ends.
    assert.deepEqual(bodies(await receiveAll(queue, 1)), ["one"]);
  },

  "a message comes again when its lease ends, under a new receipt": async (test) => {
    const { queue, send, clock } = test;
    await send(["one"]);
    const [first] = await receiveOne(queue, 1);
    const startMs = clock.now();
    const [second] = await receiveOne(queue, 2);
    assert.ok(clock.now() - startMs >= 900, `it was back after ${clock.now() - startMs} ms`);
    assert.equal(second.messageId, first.messageId);
    assert.equal(second.body, "one");
    assert.equal(second.receiveCount, 2);
    assert.equal(second.sentAtMs, first.sentAtMs);
    assert.notEqual(second.receipt, first.receipt);
  },

  "a message deleted under its lease does not come again": async ({ queue, send }) => {
    await send(["one"]);
    const [{ receipt }] = await receiveOne(queue, 1);
    assert.deepEqual(await queue.delete([receipt]), [{ ok: true }]);
    assert.deepEqual(await queue.receive({ max: 10, waitS: 2, leaseS: 1 }), []);
  },

  "extend() keeps the lease beyond its first end": async ({ queue, send, clock }) => {
    await send(["one"]);
    const [{ receipt }] = await receiveOne(queue, 1);
    assert.deepEqual(await queue.extend([receipt], 4), [{ ok: true }]);
    assert.deepEqual(await queue.receive({ max: 10, waitS: 2, leaseS: 1 }), []);
    assert.deepEqual(await queue.delete([receipt]), [{ ok: true }]);
    await clock.sleep(2500);
    assert.deepEqual(await receiveNow(queue), []);
  },

  "extend() of a lease that has ended is refused": async ({ queue, send, clock }) => {
    await send(["one"]);
    const [{ receipt }] = await receiveOne(queue, 1);
    const [again] = await receiveOne(queue, 60);
    assert.equal(again.receiveCount, 2);
    const [outcome] = await queue.extend([receipt], 1);
    assertRefused(outcome);
    await clock.sleep(1500);
    assert.deepEqual(await receiveNow(queue), [], "the later lease still holds");
  },
};

/** Receives until there are `count` messages, of a queue that may give them in any number of answers. */
async function receiveAll(
  queue: OrderQueue,
  count: number,
  leaseS = 60,
): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for (let polls = 0; messages.length < count && polls < count + 2; polls++) {
    messages.push(...await queue.receive({ max: 10, waitS: 5, leaseS }));
  }
  return messages;
}

/** The one message that there is. */
async function receiveOne(queue: OrderQueue, leaseS = 60): Promise<[ReceivedMessage]> {
  const messages = await queue.receive({ max: 10, waitS: 5, leaseS });
  assert.equal(messages.length, 1);
  return messages as [ReceivedMessage];
}

function receiveNow(queue: OrderQueue): Promise<ReceivedMessage[]> {
  return queue.receive({ max: 10, waitS: 0, leaseS: 60 });
}

function bodies(messages: readonly ReceivedMessage[]): string[] {
  return messages.map(({ body }) => body).toSorted();
}

/** A refusal that says why, and that a second try would not help. */
function assertRefused(
  outcome: Awaited<ReturnType<OrderQueue["delete"]>>[number] | undefined,
): void {
  assert.ok(outcome !== undefined && !outcome.ok, `not refused: ${JSON.stringify(outcome)}`);
  assert.equal(outcome.retryable, false);
  assert.ok(outcome.code !== "" && outcome.message !== "", JSON.stringify(outcome));
}
