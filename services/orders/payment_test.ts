import assert from "node:assert/strict";
import fc from "fast-check";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { createPayment, createSlots } from "./payment.ts";

function paymentTest(count: number, serviceMs: number) {
  const clock = createVirtualClock();
  const startMs = clock.now();
  const slots = createSlots(count);
  const payment = createPayment({ clock, slots }, serviceMs);
  const started: [orderId: string, atMs: number][] = [];
  const steps: string[] = [];
  const pay = (orderId: string, signal?: AbortSignal) =>
    payment.pay(orderId, {
      onStart() {
        started.push([orderId, clock.now() - startMs]);
        steps.push(`start ${orderId}`);
      },
      onPaid: () => void steps.push(`paid ${orderId}`),
    }, signal);
  return { clock, startMs, slots, started, steps, pay };
}

Deno.test("createPayment() pays in the order of arrival, as many at once as there are slots", async () => {
  const { clock, startMs, slots, started, pay } = paymentTest(2, 100);
  await clock.run(() => Promise.all(["a", "b", "c", "d", "e"].map((id) => pay(id))));
  assert.deepEqual(started, [["a", 0], ["b", 0], ["c", 100], ["d", 100], ["e", 200]]);
  assert.equal(clock.now() - startMs, 300);
  assert.equal(slots.busyMax, 2);
  assert.equal(slots.busy, 0);
});

Deno.test("createPayment() says that one is paid before the next takes its slot", async () => {
  const { clock, steps, pay } = paymentTest(1, 100);
  await clock.run(() => Promise.all(["a", "b"].map((id) => pay(id))));
  assert.deepEqual(steps, ["start a", "paid a", "start b", "paid b"]);
});

Deno.test("createPayment() with a free slot starts before pay() returns", async () => {
  const { clock, started, pay } = paymentTest(1, 100);
  await clock.run(() => {
    const paying = pay("a");
    assert.deepEqual(started, [["a", 0]]);
    return paying;
  });
});

Deno.test("createPayment() gives a place in line up when its signal aborts", async () => {
  const { clock, slots, started, pay } = paymentTest(1, 100);
  const controller = new AbortController();
  const reason = new Error("gone");
  await clock.run(async () => {
    const first = pay("a");
    const second = assert.rejects(pay("b", controller.signal), (thrown) => thrown === reason);
    const third = pay("c");
    assert.equal(slots.waiting, 2);
    await clock.sleep(50);
    controller.abort(reason);
    await second;
    assert.equal(slots.waiting, 1);
    await Promise.all([first, third]);
  });
  assert.deepEqual(started, [["a", 0], ["c", 100]]);
  assert.equal(slots.busy, 0);
});

Deno.test("createPayment() finishes what has started whatever the signal does", async () => {
  const { clock, startMs, pay } = paymentTest(1, 100);
  const controller = new AbortController();
  await clock.run(async () => {
    const paying = pay("a", controller.signal);
    await clock.sleep(50);
    controller.abort(new Error("gone"));
    await paying;
    assert.equal(clock.now() - startMs, 100);
  });
});

Deno.test("createPayment() with an aborted signal takes no slot", async () => {
  const { slots, started, pay } = paymentTest(1, 100);
  const reason = new Error("gone");
  await assert.rejects(pay("a", AbortSignal.abort(reason)), (thrown) => thrown === reason);
  assert.deepEqual(started, []);
  assert.equal(slots.busy, 0);
});

Deno.test("createPayment() frees its slot when onStart throws", async () => {
  const clock = createVirtualClock();
  const slots = createSlots(1);
  const payment = createPayment({ clock, slots }, 100);
  await assert.rejects(payment.pay("a", {
    onStart() {
      throw new Error("cannot record");
    },
    onPaid() {},
  }));
  assert.equal(slots.busy, 0);
});

Deno.test("createSlots() never has more holders than slots, whoever leaves the line", async () => {
  await fc.assert(fc.asyncProperty(
    fc.integer({ min: 1, max: 5 }),
    fc.array(
      fc.record({ atMs: fc.nat(300), abortAtMs: fc.option(fc.nat(300)) }),
      { maxLength: 30 },
    ),
    async (count, arrivals) => {
      const { clock, slots, started, pay } = paymentTest(count, 40);
      let given = 0;
      await clock.run(() =>
        Promise.all(arrivals.map(async ({ atMs, abortAtMs }, index) => {
          await clock.sleep(atMs);
          const controller = new AbortController();
          const paying = pay(String(index), controller.signal).catch(() => given++);
          assert.ok(slots.busy <= count);
          if (abortAtMs !== null) {
            await clock.sleep(abortAtMs);
            controller.abort(new Error("gone"));
          }
          await paying;
        }))
      );
      assert.equal(slots.busy, 0);
      assert.equal(slots.waiting, 0);
      assert.ok(slots.busyMax <= count);
      assert.equal(started.length + given, arrivals.length);
    },
  ));
});

Deno.test("createSlots() and createPayment() refuse numbers out of range", () => {
  for (const count of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => createSlots(count), /count must be an integer >= 1, got/);
  }
  const deps = { clock: createVirtualClock(), slots: createSlots(1) };
  for (const ms of [-1, NaN, Infinity]) {
    assert.throws(() => createPayment(deps, ms), /serviceMs must be >= 0, got/);
  }
  assert.throws(() => createSlots(1).release(), /none is taken/);
});
