import assert from "node:assert/strict";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { measuredModels } from "./measured_models.ts";

Deno.test("measuredModels() draws what was measured, each part of an order's way once", () => {
  const order = {
    sentAtMs: 100,
    acceptedAtMs: 115,
    respondedAtMs: 117,
    startedAtMs: 200,
    completedAtMs: 301.5,
  };
  const services = { publishMs: [9], receiveMs: [3], deleteMs: [4], extendMs: [5] };
  const models = measuredModels([order], services);
  const random = createSeededRandom(1);
  assert.equal(models.requestMs(random), 4, "two ways of 2 ms");
  assert.equal(models.callMs["sns.publish"](random), 12, "15 less one way and half the linger");
  assert.equal(models.paymentMs?.(random), 101.5);
  assert.equal(models.callMs["sqs.receive-message"](random), 3);
  assert.equal(models.callMs["sqs.delete-message"](random), 4);
  assert.equal(models.callMs["sqs.change-message-visibility"](random), 5);
});

Deno.test("measuredModels() takes no time below zero from clocks that differ", () => {
  const at = {
    sentAtMs: 100,
    acceptedAtMs: 99,
    respondedAtMs: 98,
    startedAtMs: 1,
    completedAtMs: 2,
  };
  const services = { publishMs: [1], receiveMs: [1], deleteMs: [1], extendMs: [1] };
  const { requestMs, callMs } = measuredModels([at], services);
  const random = createSeededRandom(1);
  assert.deepEqual([requestMs(random), callMs["sns.publish"](random)], [0, 0]);
});
