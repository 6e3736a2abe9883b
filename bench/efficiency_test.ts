import assert from "node:assert/strict";
import { workerTimes } from "./efficiency.ts";

function event(name: string, order_id: string, at_ms: number) {
  return { event: name, order_id, at_ms };
}

Deno.test("workerTimes() counts rounds of payments, from the first start to the last completion", () => {
  const events = [
    event("received", "a", 0),
    event("started", "a", 5),
    event("started", "b", 6),
    event("completed", "a", 105),
    event("started", "c", 105),
    event("completed", "b", 106),
    event("completed", "c", 205),
  ];
  assert.deepEqual(workerTimes(events, { orders: 3, slots: 2, paymentMs: 100 }), {
    takenMs: 200,
    idealMs: 200,
    efficiency: 1,
    paidTwice: 0,
    paymentMsMean: 100,
  });
});

Deno.test("workerTimes() counts an order paid twice", () => {
  const events = [
    event("started", "a", 0),
    event("completed", "a", 100),
    event("started", "a", 100),
    event("completed", "a", 220),
  ];
  const { paidTwice, paymentMsMean } = workerTimes(events, { orders: 1, slots: 1, paymentMs: 100 });
  assert.deepEqual({ paidTwice, paymentMsMean }, { paidTwice: 1, paymentMsMean: 110 });
});

Deno.test("workerTimes() refuses to time a worker that left orders", () => {
  assert.throws(
    () => workerTimes([event("completed", "a", 1)], { orders: 2, slots: 1, paymentMs: 100 }),
    /all 2 orders must be paid, got 1/,
  );
});
