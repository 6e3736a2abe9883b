/**
 * What every queue does at once.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  assertRefused,
  bodies,
  CONTRACT_MAX_RECEIVE_COUNT,
  type QueueCase,
  receiveAll,
  receiveNow,
  receiveOne,
} from "./order_queue_under_contract.ts";
import { QueueError } from "./ports.ts";

/** Cases that end at once, by the fact that each shows. */
export const promptCases: Record<string, QueueCase> = {
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
