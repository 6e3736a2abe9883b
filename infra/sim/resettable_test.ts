import assert from "node:assert/strict";
import type { OrderQueue, PublishOutcome } from "../../services/orders/ports.ts";
import { createConnections } from "./resettable.ts";

const never = new Promise<never>(() => {});

function queueOf(parts: Partial<OrderQueue>): OrderQueue {
  return { receive: () => never, delete: () => never, extend: () => never, ...parts };
}

Deno.test("createConnections() passes answers on, also after a reset", async () => {
  const connections = createConnections();
  const queue = connections.queue(queueOf({
    receive: () => Promise.resolve([]),
    delete: (receipts) => Promise.resolve(receipts.map(() => ({ ok: true as const }))),
  }));
  connections.reset();
  assert.deepEqual(await queue.receive({ max: 1, waitS: 0, leaseS: 1 }), []);
  assert.deepEqual(await queue.delete(["a"]), [{ ok: true }]);
});

Deno.test("reset() leaves calls under way without an answer", async () => {
  const connections = createConnections();
  const queue = connections.queue(queueOf({}));
  const topic = connections.topic({ publish: () => new Promise<PublishOutcome[]>(() => {}) });
  const received = assert.rejects(queue.receive({ max: 1, waitS: 20, leaseS: 1 }), {
    name: "QueueError",
    code: "ECONNRESET",
    retryable: true,
  });
  const deleted = queue.delete(["a", "b"]);
  const published = topic.publish([{ orderId: "a", body: "{}" }]);
  connections.reset();
  await received;
  assert.deepEqual((await deleted).map(({ ok }) => ok), [false, false]);
  assert.deepEqual(await published, [{
    ok: false,
    code: "ECONNRESET",
    message: "read ECONNRESET",
    retryable: true,
    ambiguous: true,
  }]);
});

Deno.test("reset() ends a long poll at its queue", async () => {
  const connections = createConnections();
  let signal: AbortSignal | undefined;
  const queue = connections.queue(queueOf({
    receive: (_request, given) => {
      signal = given;
      return never;
    },
  }));
  const received = queue.receive({ max: 1, waitS: 20, leaseS: 1 });
  connections.reset();
  await assert.rejects(received);
  assert.equal(signal?.aborted, true);
});
