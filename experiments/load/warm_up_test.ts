import assert from "node:assert/strict";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import type { Sender } from "./sender.ts";
import { sendWarmUp } from "./warm_up.ts";

const random = createSeededRandom(1);

Deno.test("sendWarmUp() sends its orders, so many at once, and counts what was not confirmed", async () => {
  const ids: string[] = [];
  let [inFlight, most] = [0, 0];
  const sender: Sender = {
    async send({ orderId }) {
      most = Math.max(most, ++inFlight);
      ids.push(orderId);
      await Promise.resolve();
      inFlight--;
      return { answered: true, status: ids.length % 5 === 0 ? 503 : 202 };
    },
  };
  const warmUp = { idPrefix: "warm-trial-a-r1-", orders: 40, inFlight: 4 };
  assert.equal(await sendWarmUp(warmUp, { sender, random }), 8);
  assert.equal(most, 4);
  assert.equal(new Set(ids).size, 40);
  assert.equal(ids[39], "warm-trial-a-r1-000040");
  assert.equal(await sendWarmUp({ ...warmUp, orders: 0 }, { sender, random }), 0);
});

Deno.test("sendWarmUp() stops when it is aborted", async () => {
  const abort = new AbortController();
  let sent = 0;
  const sender: Sender = {
    send() {
      if (++sent === 3) abort.abort();
      return Promise.resolve({ answered: true, status: 202 });
    },
  };
  const warmUp = { idPrefix: "warm-", orders: 10, inFlight: 1 };
  assert.equal(await sendWarmUp(warmUp, { sender, random }, abort.signal), 7);
  assert.equal(sent, 3);
});
