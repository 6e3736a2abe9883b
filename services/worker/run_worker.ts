import type { OrderQueue, QueueError, Random } from "../orders/ports.ts";
import type { ProcessOrderDeps } from "../orders/process_order.ts";
import { createDeleteBatcher } from "./delete_batcher.ts";
import { createFixedLeases, createLeaseKeeper } from "./lease_keeper.ts";
import { createOrdersInHand, type OrdersInHand } from "./orders_in_hand.ts";
import { createPaymentForecast } from "./payment_forecast.ts";
import { receivePlan, receivesMax } from "./receive_plan.ts";
import { createReceiver, type Receiver } from "./receiver.ts";
import { createWorkerCounts, type WorkerCounts } from "./worker_counts.ts";
import type { WorkerSettings } from "./worker_settings.ts";

/** All that a worker knows of the world. */
export interface WorkerDeps extends Omit<ProcessOrderDeps, "maxReceiveCount"> {
  queue: OrderQueue;
  random: Random;
  /** Kept up to date while the worker runs; its own when absent. */
  counts?: WorkerCounts;
}

/**
 * Works on the orders of a queue until `signal` aborts.
 *
 * Then it receives no more, finishes the payments that have started, gives everything else back with a
 * visibility of 0, sends the last deletes and resolves.
 *
 * @returns what it did.
 * @throws {QueueError} when the queue has refused every receive for 30 s (it is gone, or access is
 * denied); what was in hand has been finished before.
 */
export async function runWorker(
  deps: WorkerDeps,
  settings: Readonly<WorkerSettings>,
  signal: AbortSignal,
): Promise<WorkerCounts> {
  const { clock } = deps;
  const { visibilityTimeoutS: leaseS, maxReceiveCount, concurrency } = settings;
  const original = settings.prefetch === "original";
  const counts = deps.counts ?? createWorkerCounts();
  const parts = { ...deps, counts, maxReceiveCount };
  const leases = original ? createFixedLeases(leaseS) : createLeaseKeeper(parts, leaseS);
  const refused = Promise.withResolvers<QueueError>();
  const forecast = createPaymentForecast();
  const inHand: OrdersInHand = createOrdersInHand({
    ...parts,
    leases,
    forecast,
    deleter: createDeleteBatcher(parts),
    onRoom: () => receiver.pump(),
  }, { concurrency, payAfterLease: original });
  const receiver: Receiver = createReceiver({
    ...parts,
    plan: (roundTripMs) => receivePlan(settings, forecast.ending(clock.now(), leadMs(roundTripMs))),
    roomAtMs: (count, roundTripMs) =>
      settings.prefetch === "ahead"
        ? forecast.endingMoreAtMs(count, clock.now(), leadMs(roundTripMs))
        : undefined,
    onMessages: inHand.take,
    onRefused: refused.resolve,
  }, { leaseS, waitS: settings.receiveWaitS, receivesMax: receivesMax(settings) });

  const keeping = new AbortController();
  const kept = leases.run(keeping.signal);
  receiver.pump();
  const fault = await Promise.race([aborted(signal), refused.promise]);
  deps.log({ event: "stopping", waiting: inHand.waiting, working: counts.working });
  inHand.halt();
  await receiver.stop();
  await inHand.finished();
  keeping.abort();
  await kept;
  if (fault) throw fault;
  return counts;
}

/** How long before a slot is free its next message is asked for: twice what a receive takes. */
function leadMs(roundTripMs: number): number {
  return 2 * roundTripMs + TIMER_SLACK_MS;
}

/** A timer may be this late. */
const TIMER_SLACK_MS = 2;

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
