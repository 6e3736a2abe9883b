import { Hono } from "hono";
import { acceptOrder } from "../orders/accept_order.ts";
import { createLedger } from "../orders/ledger.ts";
import { type Order, ORDER_BYTES_MAX, orderFaultsText, parseOrder } from "../orders/order.ts";
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
import { acceptedAnswer, errorAnswer, json, paidAnswer, unavailableAnswer } from "./answers.ts";
import { type ApiCounts, type ApiSettings, createApiCounts } from "./api_settings.ts";
import { readBody } from "./read_body.ts";

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

/** Why a `sync` order failed whose client did not wait. */
export const CLIENT_GONE = "the client went away before the payment";

type Take = (order: Order, request: Request) => Promise<Response>;

/**
 * The HTTP API, as `design.md` has it. The same object serves under `Deno.serve` and in tests:
 * `createApi(…).fetch(request)`.
 */
export function createApi(deps: ApiDeps, settings: Readonly<ApiSettings>): Hono {
  const counts = deps.counts ?? createApiCounts();
  const take = (handle: Take) => orderEndpoint(handle, counts, settings.inFlightMax);
  const app = new Hono();
  app.post("/orders/async", take(acceptAsync(deps, settings, counts)));
  app.post("/orders/sync", take(paySync(deps, settings, counts)));
  app.get("/orders/stats", () =>
    json(200, {
      processed: counts.processed,
      failed: counts.failed,
      max_concurrent: deps.slots.busyMax,
    }));
  app.get("/health", () => json(200, { status: "healthy" }));
  for (const path of ["/orders/async", "/orders/sync"]) app.all(path, notAllowed("POST"));
  for (const path of ["/orders/stats", "/health"]) app.all(path, notAllowed("GET, HEAD"));
  app.notFound((context) => errorAnswer(404, `Cannot find ${context.req.path}`));
  app.onError((error) => errorAnswer(500, `Cannot answer: ${error.message}`));
  return app;
}

/** Bounds what is in hand, reads and checks the order, and leaves the rest to `handle`. */
function orderEndpoint(handle: Take, counts: ApiCounts, inFlightMax: number) {
  return async (context: { req: { raw: Request } }): Promise<Response> => {
    if (counts.inFlight >= inFlightMax) {
      counts.overloaded++;
      return unavailableAnswer(`Cannot take order: at most ${inFlightMax} may be in hand`);
    }
    counts.inFlight++;
    try {
      const request = context.req.raw;
      const read = await readOrder(request);
      if (read instanceof Response) {
        counts.rejected++;
        return read;
      }
      return await handle(read, request);
    } finally {
      counts.inFlight--;
    }
  };
}

async function readOrder(request: Request): Promise<Order | Response> {
  const type = request.headers.get("content-type");
  if (!isJson(type)) {
    return errorAnswer(
      415,
      `Cannot read order: content-type must be application/json, got ${type ?? "nothing"}`,
    );
  }
  const body = await readBody(request, ORDER_BYTES_MAX);
  if (!body.ok) {
    return body.fault === "too_large"
      ? errorAnswer(413, `Cannot read order: body must be at most ${ORDER_BYTES_MAX} bytes`)
      : errorAnswer(400, "Cannot read order: body must be UTF-8");
  }
  const check = parseOrder(body.text);
  return check.ok ? check.order : errorAnswer(400, orderFaultsText(check.faults));
}

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i;

function isJson(type: string | null): boolean {
  return type === "application/json" || (type !== null && JSON_TYPE.test(type.trim()));
}

/** 202 only when the topic has the order. */
function acceptAsync(deps: ApiDeps, settings: ApiSettings, counts: ApiCounts): Take {
  const { trial, repetition, host, path } = settings;
  const ledger = createLedger(deps, { trial, repetition, host, path });
  const acceptDeps = { ...deps, ledger };
  return async (order) => {
    const acceptance = await acceptOrder(order, acceptDeps);
    if (acceptance.accepted) {
      counts.processed++;
      return acceptedAnswer(acceptance.orderId, acceptance.acceptedAtMs);
    }
    counts.failed++;
    return unavailableAnswer(
      acceptance.ambiguous
        ? `Cannot confirm order ${acceptance.orderId}: the topic did not answer, it may have the order all the same`
        : `Cannot accept order ${acceptance.orderId}: the topic did not take it`,
    );
  };
}

/** Holds a payment slot, and answers when paid. Accepted means that the payment has started. */
function paySync(deps: ApiDeps, settings: ApiSettings, counts: ApiCounts): Take {
  const { trial, repetition, host, onDisconnect } = settings;
  const ledger = createLedger(deps, { trial, repetition, host, path: "sync" });
  const payDeps = { ...deps, ledger };
  return async (order, request) => {
    const arrivedAtMs = deps.clock.now();
    const orderId = order.order_id ?? uuidFrom(deps.random);
    const signal = onDisconnect === "cancel" ? request.signal : undefined;
    const result = await payOrder(orderId, 1, payDeps, signal, () => {
      ledger.record("accepted", orderId, 1);
    });
    if (result.state === "paid") {
      counts.processed++;
      return paidAnswer(orderId, order.customer_id, deps.clock.now() - arrivedAtMs);
    }
    counts.failed++;
    const reason = result.state === "cancelled" ? CLIENT_GONE : result.reason;
    ledger.record("failed", orderId, 1, { reason });
    return unavailableAnswer(`Cannot pay order ${orderId}: ${reason}`);
  };
}

function notAllowed(allow: string) {
  return (context: { req: { method: string; path: string } }): Response =>
    errorAnswer(405, `Cannot ${context.req.method} ${context.req.path}: allowed is ${allow}`, [[
      "allow",
      allow,
    ]]);
}
