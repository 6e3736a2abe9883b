import assert from "node:assert/strict";
import fc from "fast-check";
import { receivePlan, receivesMax } from "./receive_plan.ts";

const settings = (
  concurrency: number,
  paymentSlots: number,
  prefetch: "ahead" | "original" | number,
) => ({ concurrency, paymentSlots, prefetch });

const unknown = { paymentMs: 0, roundTripMs: 0 };

Deno.test("receivePlan() by table", () => {
  const cases = [
    [settings(1, 1, "ahead"), unknown, { capacity: 11, chunk: 10 }],
    [settings(20, 5, "ahead"), unknown, { capacity: 15, chunk: 10 }],
    [settings(5, 20, "ahead"), unknown, { capacity: 15, chunk: 10 }],
    [settings(1, 1, "ahead"), { paymentMs: 100, roundTripMs: 4 }, { capacity: 11, chunk: 10 }],
    [settings(20, 20, "ahead"), { paymentMs: 100, roundTripMs: 4 }, { capacity: 30, chunk: 9 }],
    [settings(100, 100, "ahead"), { paymentMs: 100, roundTripMs: 4 }, { capacity: 118, chunk: 10 }],
    [settings(100, 100, "ahead"), { paymentMs: 3000, roundTripMs: 4 }, {
      capacity: 110,
      chunk: 10,
    }],
    // A round trip longer than a payment: never more than one order on its way for each slot.
    [settings(8, 8, "ahead"), { paymentMs: 10, roundTripMs: 100 }, { capacity: 26, chunk: 10 }],
    [settings(20, 5, 0), unknown, { capacity: 20, chunk: 1 }],
    [settings(20, 5, 7), unknown, { capacity: 27, chunk: 7 }],
    [settings(20, 5, 50), unknown, { capacity: 70, chunk: 10 }],
    [settings(20, 5, "original"), unknown, { capacity: 130, chunk: 10 }],
  ] as const;
  for (const [given, pace, expected] of cases) {
    assert.deepEqual(receivePlan(given, pace), expected, JSON.stringify([given, pace]));
  }
});

Deno.test("receivePlan() ahead never plans more than two receives and an order on its way a slot", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 1, max: 10_000 }),
    fc.double({ min: 0, max: 1e7, noNaN: true }),
    fc.double({ min: 0, max: 1e5, noNaN: true }),
    (concurrency, paymentSlots, paymentMs, roundTripMs) => {
      const pace = { paymentMs, roundTripMs };
      const { capacity, chunk } = receivePlan(settings(concurrency, paymentSlots, "ahead"), pace);
      const width = Math.min(concurrency, paymentSlots);
      assert.ok(chunk >= 1 && chunk <= 10);
      assert.ok(capacity >= width + 10 && capacity <= 2 * width + 10);
      // With all slots busy and nothing waiting there is room for a receive.
      assert.ok(capacity - width >= chunk);
    },
  ));
});

Deno.test("receivesMax() fills an empty worker at once, but polls alone as the original", () => {
  assert.equal(receivesMax(settings(1, 1, "ahead")), 2);
  assert.equal(receivesMax(settings(400, 400, "ahead")), 41);
  assert.equal(receivesMax(settings(3, 3, 0)), 1);
  assert.equal(receivesMax(settings(20, 5, "original")), 1);
});
