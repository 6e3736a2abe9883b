import assert from "node:assert/strict";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { drainBatch } from "./drain_batch.ts";
import { createLedger } from "./ledger.ts";
import type { LogLine } from "./log.ts";
import { createPayment, createSlots } from "./payment.ts";
import type { Payment, ReceivedMessage } from "./ports.ts";
import { processOrder, receiveOrder } from "./process_order.ts";

function message(body: string, receiveCount = 1): ReceivedMessage {
  const messageId = `m-${body.length}-${receiveCount}`;
  return { messageId, receipt: `r-${messageId}`, body, receiveCount, sentAtMs: 0 };
}

const body = (orderId: string) =>
  JSON.stringify({
    order_id: orderId,
    customer_id: 1,
    items: [{ product_id: "p", quantity: 1, price: 0 }],
  });

function processTest(options: { payment?: Payment; slots?: number } = {}) {
  const clock = createVirtualClock();
  const recorder = createMemoryRecorder();
  const lines: LogLine[] = [];
  const slots = createSlots(options.slots ?? 10);
  const identity = { trial: "t", repetition: 1, path: "queue", host: "worker-1" } as const;
  const deps = {
    clock,
    ledger: createLedger({ clock, recorder }, identity),
    payment: options.payment ?? createPayment({ clock, slots }, 100.5),
    log: (line: LogLine) => lines.push(line),
    maxReceiveCount: 3,
  };
  const names = () => recorder.events.map(({ event }) => event);
  return { clock, recorder, lines, deps, names };
}

const declining: Payment = {
  pay(_orderId, { onStart }) {
    onStart();
    return Promise.reject(new Error("card declined"));
  },
};

Deno.test("processOrder() records every step with the receive count as attempt", async () => {
  const { clock, recorder, deps } = processTest();
  const received = receiveOrder(message(body("o-1"), 2), deps)!;
  const outcome = await clock.run(() => processOrder(received, deps));
  assert.deepEqual(outcome, { state: "paid", paymentMs: 100.5 });
  const [first, , last] = recorder.events;
  assert.deepEqual(recorder.events.map(({ event, attempt }) => [event, attempt]), [
    ["received", 2],
    ["started", 2],
    ["completed", 2],
  ]);
  assert.equal(last!.payment_ms, 100.5);
  assert.equal(last!.at_ms - first!.at_ms, 100.5);
});

Deno.test("processOrder() of a payment that fails: failed, and dead_lettered on the last receive", async () => {
  for (
    const [attempt, state] of [[1, "failed"], [2, "failed"], [3, "dead_lettered"], [
      4,
      "dead_lettered",
    ]] as const
  ) {
    const { clock, recorder, deps } = processTest({ payment: declining });
    const received = receiveOrder(message(body("o-1"), attempt), deps)!;
    const outcome = await clock.run(() => processOrder(received, deps));
    assert.deepEqual(outcome, { state, reason: "card declined" });
    assert.equal(recorder.events.at(-1)!.event, state);
    assert.equal(recorder.events.at(-1)!.reason, "card declined");
  }
});

Deno.test("processOrder() given up in line is returned, unpaid", async () => {
  const { clock, recorder, deps, names } = processTest({ slots: 1 });
  const controller = new AbortController();
  await clock.run(async () => {
    const first = processOrder(receiveOrder(message(body("o-1")), deps)!, deps);
    const second = processOrder(receiveOrder(message(body("o-2")), deps)!, deps, controller.signal);
    await clock.sleep(1);
    controller.abort(new Error("the worker stops"));
    assert.deepEqual(await second, { state: "returned", reason: "the worker stops" });
    await first;
  });
  assert.deepEqual(names(), ["received", "started", "received", "returned", "completed"]);
  assert.deepEqual(
    recorder.events.filter(({ event }) => event === "returned").map(({ order_id }) => order_id),
    ["o-2"],
  );
});

Deno.test("receiveOrder() of poison logs its reason and records nothing", () => {
  const { recorder, lines, deps } = processTest();
  const noId = JSON.stringify({
    customer_id: 1,
    items: [{ product_id: "p", quantity: 1, price: 0 }],
  });
  for (const poison of ["", "not an order", "{}", noId]) {
    assert.equal(receiveOrder(message(poison, 2), deps), undefined);
  }
  assert.equal(recorder.events.length, 0);
  assert.deepEqual(
    lines.map(({ event, attempt }) => [event, attempt]),
    Array(4).fill(["poison", 2]),
  );
  assert.match(String(lines[2]!.reason), /customer_id must be an integer, got nothing; items/);
  assert.match(String(lines[3]!.reason), /order_id must be a string, got nothing/);
});

Deno.test("drainBatch() leaves failed orders on the queue", async () => {
  const clock = createVirtualClock();
  const { deps, names } = processTest({
    payment: {
      async pay(orderId, { onStart, onPaid }) {
        onStart();
        await clock.sleep(100);
        if (orderId === "o-2") throw new Error("card declined");
        onPaid();
      },
    },
  });
  const messages = [message(body("o-1")), message("poison"), message(body("o-2"), 2)];
  const startMs = clock.now();
  const result = await clock.run(() => drainBatch(messages, { ...deps, clock }));
  assert.deepEqual(result, {
    batchItemFailures: [
      { itemIdentifier: messages[1]!.messageId },
      { itemIdentifier: messages[2]!.messageId },
    ],
  });
  assert.equal(clock.now() - startMs, 100, "a batch is worked on at once");
  assert.deepEqual(names().toSorted(), [
    "completed",
    "failed",
    "received",
    "received",
    "started",
    "started",
  ]);
});

Deno.test("drainBatch() of nothing fails nothing", async () => {
  const { deps } = processTest();
  assert.deepEqual(await drainBatch([], deps), { batchItemFailures: [] });
});
