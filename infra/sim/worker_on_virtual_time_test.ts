/** The worker's own code on virtual time: the proof that clock, queue and services fit together. */
import assert from "node:assert/strict";
import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import { createLedger } from "../../services/orders/ledger.ts";
import { createPayment, createSlots } from "../../services/orders/payment.ts";
import { runWorker } from "../../services/worker/run_worker.ts";
import { createMemoryQueue, type MemoryQueueOptions } from "./memory_queue.ts";
import { unaccounted } from "./message_counts.ts";
import { createSeededRandom, type SeededRandom } from "../../services/orders/seeded_random.ts";
import { type CallFault, connectionReset, THROTTLED } from "./service_calls.ts";
import { createVirtualClock } from "./virtual_clock.ts";

interface Drain {
  orders: number;
  slots: number;
  seed: number;
  queue?: (random: SeededRandom) => Partial<MemoryQueueOptions>;
}

const PAYMENT_MS = 3000;

/** Has a worker drain a queue that was filled beforehand, until it has paid every order. */
async function drain({ orders, slots, seed, queue: queueOptions = () => ({}) }: Drain) {
  const clock = createVirtualClock({ startAtMs: 0 });
  const random = createSeededRandom(seed);
  const queue = createMemoryQueue({
    name: "orders",
    clock,
    random: random.fork("queue"),
    ...queueOptions(random.fork("conditions")),
  });
  for (let order = 0; order < orders; order++) queue.deliver([orderBody(`o-${order}`)]);
  const events: LedgerEvent[] = [];
  const paid = new Set<string>();
  const stop = new AbortController();
  const recorder = {
    record: (event: LedgerEvent) => {
      events.push(event);
      if (event.event === "completed") paid.add(event.order_id);
      if (paid.size === orders) stop.abort();
    },
  };
  const name = "worker-1";
  const identity = { trial: "t", repetition: 1, path: "queue", host: name } as const;
  const worker = clock.named(name);
  const deps = {
    clock: worker,
    random: random.fork(name),
    queue: queue.client(name),
    payment: createPayment({ clock: worker, slots: createSlots(slots) }, PAYMENT_MS),
    ledger: createLedger({ clock: worker, recorder }, identity),
    log: () => {},
  };
  const counts = await clock.run(
    () =>
      runWorker(deps, {
        concurrency: slots,
        paymentSlots: slots,
        prefetch: "ahead",
        visibilityTimeoutS: 30,
        receiveWaitS: 20,
        maxReceiveCount: 3,
      }, stop.signal),
    { untilMs: 86_400_000 },
  );
  assert.equal(unaccounted(queue.counts()), 0);
  return { events, counts, queue: queue.counts() };
}

function orderBody(orderId: string): string {
  return JSON.stringify({
    order_id: orderId,
    customer_id: 7,
    items: [{ product_id: "P", quantity: 1, price: 9.5 }],
  });
}

const latency = (random: SeededRandom): Partial<MemoryQueueOptions> => ({
  latencyMs: () => 5 + 10 * random.next(),
});

Deno.test("a worker drains a flash sale in the time that arithmetic says", async () => {
  const [orders, slots] = [2850, 20];
  const { events, queue } = await drain({ orders, slots, seed: 1, queue: latency });
  const completed = events.filter(({ event }) => event === "completed");
  assert.equal(completed.length, orders, "none paid twice");
  const drainMs = completed.at(-1)?.at_ms ?? 0;
  const idealMs = Math.ceil(orders / slots) * PAYMENT_MS;
  assert.ok(drainMs >= idealMs, `${drainMs} ms is faster than ${slots} slots can be`);
  assert.ok(drainMs < idealMs * 1.005, `${drainMs} ms for ${idealMs}`);
  assert.equal(queue.deleted, orders);
});

Deno.test("a worker on the same seed writes the same ledger, on another seed another", async () => {
  const ledger = async (seed: number) =>
    JSON.stringify((await drain({ orders: 200, slots: 7, seed, queue: latency })).events);
  const [first, again, other] = [await ledger(1), await ledger(1), await ledger(2)];
  assert.equal(first, again);
  assert.notEqual(first, other);
});

Deno.test("a worker loses no order where calls fail, answers are lost and messages are copied", async () => {
  for (let seed = 1; seed <= 30; seed++) {
    const { events, queue } = await drain({
      orders: 40,
      slots: 4,
      seed,
      queue: (random) => ({
        ...latency(random.fork("latency")),
        duplicateProbability: 0.02,
        duplicateDelayMs: (draws) => 60_000 * draws.next(),
        faults: { call: () => drawFault(random), entry: () => drawEntryFault(random) },
      }),
    });
    const paid = new Set(
      events.filter(({ event }) => event === "completed").map(({ order_id }) => order_id),
    );
    assert.equal(paid.size, 40, `seed ${seed}`);
    assert.equal(queue.sent, 40);
  }
});

function drawFault(random: SeededRandom): CallFault | undefined {
  if (random.next() >= 0.1) return undefined;
  const faults = [THROTTLED, connectionReset(false), connectionReset(true)];
  return faults[random.below(faults.length)];
}

function drawEntryFault(random: SeededRandom) {
  return random.next() < 0.05
    ? { code: "InternalError", message: "injected", retryable: true }
    : undefined;
}
