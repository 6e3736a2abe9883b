/**
 * A worker on virtual time with a queue in memory, for tests.
 *
 * @module
 */
import { createMemoryQueue, type MemoryQueueOptions } from "../../infra/sim/memory_queue.ts";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createSeededRandom } from "../orders/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { createLedger } from "../orders/ledger.ts";
import type { LedgerEvent, LedgerEventName } from "../orders/ledger_event.ts";
import type { LogLine } from "../orders/log.ts";
import { createPayment, createSlots } from "../orders/payment.ts";
import type { Payment } from "../orders/ports.ts";
import { runWorker } from "./run_worker.ts";
import { createWorkerCounts } from "./worker_counts.ts";
import type { WorkerSettings } from "./worker_settings.ts";

/** What a test may set: the worker's settings, the payment, the queue. */
export interface WorkerTestOptions extends Partial<WorkerSettings> {
  paymentMs?: number;
  payment?: Payment;
  queue?: Partial<Omit<MemoryQueueOptions, "clock" | "random">>;
  seed?: number;
}

/** The body of an order's message. */
export function orderBody(orderId: string): string {
  const items = [{ product_id: "p-1", quantity: 1, price: 9.99 }];
  return JSON.stringify({ order_id: orderId, customer_id: 1, items });
}

/** Everything that one test needs, not yet running. */
export function createWorkerTest(options: WorkerTestOptions = {}) {
  const clock = createVirtualClock();
  const random = createSeededRandom(options.seed ?? 1);
  const settings: WorkerSettings = {
    concurrency: options.concurrency ?? 1,
    paymentSlots: options.paymentSlots ?? options.concurrency ?? 1,
    prefetch: options.prefetch ?? "ahead",
    visibilityTimeoutS: options.visibilityTimeoutS ?? 30,
    receiveWaitS: options.receiveWaitS ?? 20,
    maxReceiveCount: options.maxReceiveCount ?? 3,
  };
  const shared = { clock, latencyMs: () => 4 };
  const deadLetterQueue = createMemoryQueue({
    ...shared,
    name: "dead",
    random: random.fork("dead"),
  });
  const queue = createMemoryQueue({
    ...shared,
    name: "orders",
    random: random.fork("orders"),
    deadLetterQueue,
    maxReceiveCount: settings.maxReceiveCount,
    ...options.queue,
  });
  const recorder = createMemoryRecorder();
  const lines: LogLine[] = [];
  const slots = createSlots(settings.paymentSlots);
  const counts = createWorkerCounts();
  const stop = new AbortController();
  const identity = { trial: "t", repetition: 1, path: "queue", host: "worker-1" } as const;
  const deps = {
    clock,
    random: random.fork("worker"),
    ledger: createLedger({ clock, recorder }, identity),
    payment: options.payment ?? createPayment({ clock, slots }, options.paymentMs ?? 100),
    log: (line: LogLine) => lines.push(line),
    counts,
  };
  return {
    clock,
    queue,
    deadLetterQueue,
    recorder,
    lines,
    slots,
    counts,
    stop,
    /** Ledger events of one name, in order. */
    events: (name: LedgerEventName): LedgerEvent[] =>
      recorder.events.filter(({ event }) => event === name),
    /** How often each order was completed. */
    completions(): Map<string, number> {
      const byOrder = new Map<string, number>();
      for (const { event, order_id } of recorder.events) {
        if (event === "completed") byOrder.set(order_id, (byOrder.get(order_id) ?? 0) + 1);
      }
      return byOrder;
    },
    run: () => runWorker({ ...deps, queue: queue.client("worker") }, settings, stop.signal),
    /** Puts `count` orders into the queue, `o-0` first. */
    async fill(count: number): Promise<void> {
      const bodies = Array.from({ length: count }, (_, index) => orderBody(`o-${index}`));
      for (let first = 0; first < count; first += 10) {
        await queue.send(bodies.slice(first, first + 10));
      }
    },
    /** Resolves when `done` holds; looks every millisecond. */
    async until(done: () => boolean): Promise<void> {
      while (!done()) await clock.sleep(1);
    },
  };
}
