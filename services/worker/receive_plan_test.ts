import assert from "node:assert/strict";
import fc from "fast-check";
import { receivePlan, receivesMax } from "./receive_plan.ts";

const settings = (
  concurrency: number,
  paymentSlots: number,
  prefetch: "ahead" | "original" | number,
) => ({ concurrency, paymentSlots, prefetch });

Deno.test("receivePlan() by table", () => {
  const cases = [
    [settings(1, 1, "ahead"), 0, { capacity: 11, chunk: 10 }],
    [settings(20, 5, "ahead"), 0, { capacity: 15, chunk: 10 }],
    [settings(5, 20, "ahead"), 0, { capacity: 15, chunk: 10 }],
    [settings(20, 20, "ahead"), 1, { capacity: 30, chunk: 9 }],
    [settings(20, 20, "ahead"), 5, { capacity: 30, chunk: 5 }],
    [settings(20, 20, "ahead"), 6, { capacity: 36, chunk: 10 }],
    [settings(100, 100, "ahead"), 40, { capacity: 150, chunk: 10 }],
    // Never more than one order on its way for each slot.
    [settings(8, 8, "ahead"), 100, { capacity: 26, chunk: 10 }],
    [settings(20, 5, 0), 3, { capacity: 20, chunk: 1 }],
    [settings(20, 5, 7), 3, { capacity: 27, chunk: 7 }],
    [settings(20, 5, 50), 3, { capacity: 70, chunk: 10 }],
    [settings(20, 5, "original"), 3, { capacity: 130, chunk: 10 }],
  ] as const;
  for (const [given, ending, expected] of cases) {
    assert.deepEqual(receivePlan(given, ending), expected, JSON.stringify([given, ending]));
  }
});

Deno.test("receivePlan() ahead plans one receive beyond the slots and what is about to end", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 1, max: 10_000 }),
    fc.integer({ min: 0, max: 10_000 }),
    (concurrency, paymentSlots, ending) => {
      const plan = (more: number) =>
        receivePlan(settings(concurrency, paymentSlots, "ahead"), ending + more);
      const { capacity, chunk } = plan(0);
      const width = Math.min(concurrency, paymentSlots);
      assert.ok(chunk >= 1 && chunk <= 10);
      assert.ok(capacity <= width + 10 + (ending > 5 ? Math.min(ending, width) : 0));
      // With all slots busy and nothing waiting there is room for a receive.
      assert.ok(capacity - width >= chunk);
      // One ending more makes room for one message more, until there is one for each slot.
      const gained = plan(1).capacity - plan(1).chunk - (capacity - chunk);
      assert.equal(gained, ending < width ? 1 : 0);
    },
  ));
});

Deno.test("receivesMax() fills an empty worker at once, but polls alone as the original", () => {
  assert.equal(receivesMax(settings(1, 1, "ahead")), 2);
  assert.equal(receivesMax(settings(400, 400, "ahead")), 41);
  assert.equal(receivesMax(settings(3, 3, 0)), 1);
  assert.equal(receivesMax(settings(20, 5, "original")), 1);
});
