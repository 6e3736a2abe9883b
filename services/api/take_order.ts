/**
 * What the API does with an order, before HTTP has words for it: the same code under `Deno.serve`, in
 * tests, and on a virtual clock.
 *
 * @module
 */
import { acceptOrder } from "../orders/accept_order.ts";
import { createLedger } from "../orders/ledger.ts";
import { type Order, orderFaultsText, parseOrder } from "../orders/order.ts";
import type { Slots } from "../orders/payment.ts";
import { payOrder } from "../orders/pay_order.ts";
import type {
  Clock,
  OutgoingOrder,
  Payment,
  PublishOutcome,
  Random,
  Recorder,
} from "../orders/ports.ts";
import { uuidFrom } from "../orders/uuid.ts";
import { type ApiCounts, type ApiSettings, createApiCounts } from "./api_settings.ts";

/** All that the API knows of the world. */
export interface ApiDeps {
  clock: Clock;
  random: Random;
  recorder: Recorder;
  payment: Payment;
  /** The slots behind `payment`, for `max_concurrent`. */
  slots: Pick<Slots, "busyMax">;
  /** Publishes one order: the batcher's. */
  publish(order: OutgoingOrder): Promise<PublishOutcome>;
  /** Kept up to date; the API's own when absent. */
  counts?: ApiCounts;
}

/** Why an order cannot be taken as it came; `status` in HTTP's sense. */
export interface OrderRefusal {
  status: 400 | 413 | 415 | 503;
  error: string;
}

/** What became of an order request; `status` in HTTP's sense. */
export type OrderAnswer =
  | { status: 200; orderId: string; customerId: number; processingMs: number }
  | { status: 202; orderId: string; acceptedAtMs: number }
  | OrderRefusal;

/** An order request, however it arrived. */
export interface OrderRequest {
  /** The body's text, or why there is none. */
  read(): Promise<string | OrderRefusal>;
  /** Aborts when the client goes away; asked for only where that matters, since it is made then. */
  signal?(): AbortSignal;
}

/** Why a `sync` order failed whose client did not wait. */
export const CLIENT_GONE = "the client went away before the payment";

/** Takes orders, on either path. Neither throws. */
export interface OrderTaker {
  /** 202 only when the topic has the order. */
  async(request: OrderRequest): Promise<OrderAnswer>;
  /** Holds a payment slot, and answers when paid. Accepted means that the payment has started. */
  sync(request: OrderRequest): Promise<OrderAnswer>;
}

type Take = (order: Order, request: OrderRequest) => Promise<OrderAnswer>;

/** Bounds what is in hand, reads and checks each order, then accepts it or pays for it. */
export function createOrderTaker(deps: ApiDeps, settings: Readonly<ApiSettings>): OrderTaker {
  const counts = deps.counts ?? createApiCounts();
  const within = (take: Take) => withinBound(take, counts, settings.inFlightMax);
  return {
    async: within(acceptAsync(deps, settings, counts)),
    sync: within(paySync(deps, settings, counts)),
  };
}

function withinBound(take: Take, counts: ApiCounts, inFlightMax: number) {
  return async (request: OrderRequest): Promise<OrderAnswer> => {
    if (counts.inFlight >= inFlightMax) {
      counts.overloaded++;
      return unavailable(`Cannot take order: at most ${inFlightMax} may be in hand`);
    }
    counts.inFlight++;
    try {
      const read = await request.read();
      const check = typeof read === "string" ? parseOrder(read) : undefined;
      if (check?.ok) return await take(check.order, request);
      counts.rejected++;
      return check === undefined
        ? read as OrderRefusal
        : { status: 400, error: orderFaultsText(check.faults) };
    } finally {
      counts.inFlight--;
    }
  };
}

function acceptAsync(deps: ApiDeps, settings: ApiSettings, counts: ApiCounts): Take {
  const { trial, repetition, host, path } = settings;
  const ledger = createLedger(deps, { trial, repetition, host, path });
  const acceptDeps = { ...deps, ledger };
  return async (order) => {
    const acceptance = await acceptOrder(order, acceptDeps);
    const { orderId } = acceptance;
    if (acceptance.accepted) {
      counts.processed++;
      return { status: 202, orderId, acceptedAtMs: acceptance.acceptedAtMs };
    }
    counts.failed++;
    return unavailable(
      acceptance.ambiguous
        ? `Cannot confirm order ${orderId}: the topic did not answer, it may have the order all the same`
        : `Cannot accept order ${orderId}: the topic did not take it`,
    );
  };
}

function paySync(deps: ApiDeps, settings: ApiSettings, counts: ApiCounts): Take {
  const { trial, repetition, host, onDisconnect } = settings;
  const ledger = createLedger(deps, { trial, repetition, host, path: "sync" });
  const payDeps = { ...deps, ledger };
  return async (order, request) => {
    const arrivedAtMs = deps.clock.now();
    const orderId = order.order_id ?? uuidFrom(deps.random);
    const signal = onDisconnect === "cancel" ? request.signal?.() : undefined;
    const result = await payOrder(orderId, 1, payDeps, signal, () => {
      ledger.record("accepted", orderId, 1);
    });
    if (result.state === "paid") {
      counts.processed++;
      const processingMs = deps.clock.now() - arrivedAtMs;
      return { status: 200, orderId, customerId: order.customer_id, processingMs };
    }
    counts.failed++;
    const reason = result.state === "cancelled" ? CLIENT_GONE : result.reason;
    ledger.record("failed", orderId, 1, { reason });
    return unavailable(`Cannot pay order ${orderId}: ${reason}`);
  };
}

function unavailable(error: string): OrderRefusal {
  return { status: 503, error };
}
