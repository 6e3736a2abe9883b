import { createLine, type Place } from "../orders/line.ts";
import type { ReceivedMessage } from "../orders/ports.ts";
import {
  processOrder,
  type ProcessOrderDeps,
  type ReceivedOrder,
  receiveOrder,
} from "../orders/process_order.ts";
import type { DeleteBatcher } from "./delete_batcher.ts";
import { createGiveBacks, type GiveBackDeps } from "./give_back.ts";
import { type Lease, LEASE_LOST, type LeaseKeeper } from "./lease_keeper.ts";
import type { PaymentForecast, StartedPayment } from "./payment_forecast.ts";
import type { WorkerCounts } from "./worker_counts.ts";

/** The orders that a worker holds: those that wait, and those that a loop works on. */
export interface OrdersInHand {
  /** Takes the messages of one receive, and starts on as many as loops are free. */
  take(messages: readonly ReceivedMessage[], receivedAtMs: number): void;
  /** How many wait for a loop. */
  readonly waiting: number;
  /** Starts no further payment, and gives back all that has not started, now or taken later. */
  halt(): void;
  /** After `halt`: resolves when nothing is in hand and every call made for it is answered. */
  finished(): Promise<void>;
}

/** What working on held orders needs. */
export interface OrdersInHandDeps extends ProcessOrderDeps, GiveBackDeps {
  leases: LeaseKeeper;
  deleter: DeleteBatcher;
  counts: WorkerCounts;
  forecast: PaymentForecast;
  /** Called when a message was let go: there is room for another. */
  onRoom(): void;
}

/** Numbers of the orders in hand. */
export interface OrdersInHandSettings {
  /** Orders worked on at once, >= 1. */
  concurrency: number;
  /** Whether an order whose lease has ended is paid all the same, as the original system did. */
  payAfterLease: boolean;
}

/** Why a worker gives messages back that it has not paid when it is stopped. */
export const WORKER_STOPS = "the worker stops";

interface HeldOrder extends ReceivedOrder {
  lease: Lease;
}

/** Nothing in hand yet. */
export function createOrdersInHand(
  deps: OrdersInHandDeps,
  settings: Readonly<OrdersInHandSettings>,
): OrdersInHand {
  const { clock, ledger, leases, deleter, counts, forecast } = deps;
  const waiting: HeldOrder[] = [];
  const working = createLine<HeldOrder>();
  const giveBacks = createGiveBacks(deps);
  let halted = false;
  let whenIdle = () => {};

  const letGo = (held: HeldOrder) => {
    held.lease.release();
    counts.held--;
  };

  /** For orders that no loop has begun on. */
  const returnUnpaid = (held: HeldOrder, reason: string) => {
    ledger.record("returned", held.order.order_id, held.message.receiveCount, { reason });
    counts.returned++;
    letGo(held);
  };

  const work = async (place: Place<HeldOrder>) => {
    const held = place.item;
    counts.working++;
    let started: StartedPayment | undefined;
    const outcome = await processOrder(held, deps, held.lease.givenUp.signal, () => {
      started = forecast.started(clock.now());
    });
    counts.working--;
    working.remove(place);
    letGo(held);
    const paymentMs = outcome.state === "paid" ? outcome.paymentMs : undefined;
    if (started) forecast.ended(started, paymentMs);
    if (outcome.state === "paid") {
      counts.paid++;
      deleter.add(held.lease.receipt, held.lease.endsAtMs);
    } else {
      if (outcome.state === "returned") counts.returned++;
      else if (outcome.state === "failed") counts.failed++;
      else counts.deadLettered++;
      if (outcome.reason !== LEASE_LOST) giveBacks.start([held.lease.receipt]);
    }
    startWaiting();
    deps.onRoom();
    if (halted && working.length === 0) whenIdle();
  };

  const isLost = ({ givenUp, endsAtMs }: Lease) =>
    !settings.payAfterLease && (givenUp.signal.aborted || clock.now() >= endsAtMs);

  const startWaiting = () => {
    while (!halted && working.length < settings.concurrency) {
      const held = waiting.shift();
      if (!held) return;
      if (isLost(held.lease)) returnUnpaid(held, LEASE_LOST);
      else void work(working.add(held));
    }
  };

  const returnWaiting = () => {
    const unstarted = waiting.splice(0);
    for (const held of unstarted) returnUnpaid(held, WORKER_STOPS);
    giveBacks.start(unstarted.map(({ lease }) => lease.receipt));
  };

  return {
    take(messages, receivedAtMs) {
      const poison: string[] = [];
      for (const message of messages) {
        counts.received++;
        const received = receiveOrder(message, deps);
        if (received) {
          counts.held++;
          waiting.push({ ...received, lease: leases.hold(message.receipt, receivedAtMs) });
        } else {
          counts.poison++;
          poison.push(message.receipt);
        }
      }
      giveBacks.start(poison);
      if (halted) returnWaiting();
      else startWaiting();
    },
    get waiting() {
      return waiting.length;
    },
    halt() {
      halted = true;
      returnWaiting();
      for (const { item } of working.places()) item.lease.givenUp.abort(new Error(WORKER_STOPS));
    },
    async finished() {
      if (working.length > 0) await new Promise<void>((resolve) => whenIdle = resolve);
      await Promise.all([deleter.drain(), giveBacks.finished()]);
    },
  };
}
