/**
 * What every queue does in time: polls that wait, leases that end.
 *
 * @module
 */
import assert from "node:assert/strict";
import {
  assertRefused,
  bodies,
  type QueueCase,
  receiveAll,
  receiveNow,
  receiveOne,
} from "./order_queue_under_contract.ts";

/** Cases that have to wait, by the fact that each shows. */
export const waitingCases: Record<string, QueueCase> = {
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
