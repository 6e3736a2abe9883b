import type { OrderQueue, QueueError, Random, ReceivedMessage } from "../orders/ports.ts";
import {
  processOrder,
  type ProcessOrderDeps,
  type ReceivedOrder,
  receiveOrder,
} from "../orders/process_order.ts";
import { createDeleteBatcher } from "./delete_batcher.ts";
import { giveBack } from "./give_back.ts";
import { createFixedLeases, createLeaseKeeper, type Lease, LEASE_LOST } from "./lease_keeper.ts";
import { receivePlan } from "./receive_plan.ts";
import { createReceiver } from "./receiver.ts";
import { createWorkerCounts, type WorkerCounts } from "./worker_counts.ts";
import type { WorkerSettings } from "./worker_settings.ts";

/** All that a worker knows of the world. */
export interface WorkerDeps extends Omit<ProcessOrderDeps, "maxReceiveCount"> {
  queue: OrderQueue;
  random: Random;
  /** Kept up to date while the worker runs; its own when absent. */
  counts?: WorkerCounts;
}

/** Why a worker gives messages back that it has not paid when it is stopped. */
export const WORKER_STOPS = "the worker stops";

interface HeldOrder extends ReceivedOrder {
  lease: Lease;
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
  const { clock, log } = deps;
  const { visibilityTimeoutS: leaseS, prefetch, maxReceiveCount } = settings;
  const counts = deps.counts ?? createWorkerCounts();
  const parts = { ...deps, counts, maxReceiveCount };
  const leases = prefetch === "original"
    ? createFixedLeases(leaseS)
    : createLeaseKeeper(parts, leaseS);
  const deleter = createDeleteBatcher(parts);
  const waiting: HeldOrder[] = [];
  const working = new Map<HeldOrder, Promise<void>>();
  const givingBack = new Set<Promise<void>>();
  let paymentMs = 0;
  let stopped = false;

  const handBack = (receipts: string[]) => {
    const call = giveBack(receipts, parts);
    givingBack.add(call);
    void call.finally(() => givingBack.delete(call));
  };

  const letGo = (held: HeldOrder) => {
    leases.release(held.lease);
    counts.held--;
  };

  const returnUnpaid = (all: HeldOrder[], reason: string) => {
    for (const held of all) {
      deps.ledger.record("returned", held.order.order_id, held.message.receiveCount, { reason });
      counts.returned++;
      letGo(held);
    }
  };

  const work = async (held: HeldOrder) => {
    counts.working++;
    const outcome = await processOrder(held, parts, held.lease.givenUp.signal);
    counts.working--;
    working.delete(held);
    letGo(held);
    if (outcome.state === "paid") {
      counts.paid++;
      // An exponentially weighted mean over about ten payments: the receiver's pace.
      paymentMs += (outcome.paymentMs - paymentMs) * (paymentMs === 0 ? 1 : 0.1);
      deleter.add(held.lease.receipt, held.lease.endsAtMs);
    } else {
      if (outcome.state === "returned") counts.returned++;
      else if (outcome.state === "failed") counts.failed++;
      else counts.deadLettered++;
      if (outcome.reason !== LEASE_LOST) handBack([held.lease.receipt]);
    }
    startWaiting();
    receiver.pump();
  };

  const startWaiting = () => {
    while (!stopped && working.size < settings.concurrency) {
      const held = waiting.shift();
      if (!held) return;
      if (prefetch !== "original" && isLost(held.lease)) returnUnpaid([held], LEASE_LOST);
      else working.set(held, work(held));
    }
  };

  const isLost = (lease: Lease) => lease.givenUp.signal.aborted || clock.now() >= lease.endsAtMs;

  const onMessages = (messages: ReceivedMessage[], receivedAtMs: number) => {
    const poison: string[] = [];
    for (const message of messages) {
      counts.received++;
      const received = receiveOrder(message, parts);
      if (received) {
        counts.held++;
        waiting.push({ ...received, lease: leases.hold(message.receipt, receivedAtMs) });
      } else {
        counts.poison++;
        poison.push(message.receipt);
      }
    }
    if (poison.length > 0) handBack(poison);
    startWaiting();
  };

  const refused = Promise.withResolvers<QueueError>();
  const receiver = createReceiver({
    ...parts,
    plan: () => receivePlan(settings, { paymentMs, roundTripMs: receiver.roundTrip.medianMs }),
    onMessages,
    onRefused: refused.resolve,
  }, {
    leaseS,
    waitS: settings.receiveWaitS,
    receivesMax: receivesMax(settings),
  });

  const keeping = new AbortController();
  const kept = leases.run(keeping.signal);
  receiver.pump();
  const fault = await Promise.race([aborted(signal), refused.promise]);

  stopped = true;
  await receiver.stop();
  log({ event: "stopping", waiting: waiting.length, working: working.size });
  const unstarted = waiting.splice(0);
  returnUnpaid(unstarted, WORKER_STOPS);
  handBack(unstarted.map((held) => held.lease.receipt));
  for (const { lease } of working.keys()) lease.givenUp.abort(new Error(WORKER_STOPS));
  await Promise.all(working.values());
  await Promise.all([deleter.drain(), ...givingBack]);
  keeping.abort();
  await kept;
  if (fault) throw fault;
  return counts;
}

/** One receive for the original's single poller; else as many as fill an empty worker at once. */
function receivesMax(settings: Readonly<WorkerSettings>): number {
  if (settings.prefetch === "original") return 1;
  const { capacity } = receivePlan(settings, { paymentMs: 0, roundTripMs: 0 });
  return Math.ceil(capacity / 10);
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
