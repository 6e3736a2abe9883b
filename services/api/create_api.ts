import { Hono } from "hono";
import { ORDER_BYTES_MAX } from "../orders/order.ts";
import { acceptedAnswer, errorAnswer, json, paidAnswer, unavailableAnswer } from "./answers.ts";
import { type ApiSettings, createApiCounts } from "./api_settings.ts";
import { readBody } from "./read_body.ts";
import {
  type ApiDeps,
  createOrderTaker,
  type OrderAnswer,
  type OrderRefusal,
  type OrderTaker,
} from "./take_order.ts";

export { type ApiDeps, CLIENT_GONE } from "./take_order.ts";

/**
 * The HTTP API, as `design.md` has it. The same object serves under `Deno.serve` and in tests:
 * `createApi(…).fetch(request)`.
 */
export function createApi(deps: ApiDeps, settings: Readonly<ApiSettings>): Hono {
  const counts = deps.counts ?? createApiCounts();
  const orders = createOrderTaker({ ...deps, counts }, settings);
  const app = new Hono();
  app.post("/orders/async", (context) => answerOrder(orders.async, context.req.raw));
  app.post("/orders/sync", (context) => answerOrder(orders.sync, context.req.raw));
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

async function answerOrder(
  take: OrderTaker["async" | "sync"],
  request: Request,
): Promise<Response> {
  return toResponse(
    await take({ read: () => readOrder(request), signal: () => request.signal }),
  );
}

function toResponse(answer: OrderAnswer): Response {
  switch (answer.status) {
    case 200:
      return paidAnswer(answer.orderId, answer.customerId, answer.processingMs);
    case 202:
      return acceptedAnswer(answer.orderId, answer.acceptedAtMs);
    case 503:
      return unavailableAnswer(answer.error);
    default:
      return errorAnswer(answer.status, answer.error);
  }
}

async function readOrder(request: Request): Promise<string | OrderRefusal> {
  const type = request.headers.get("content-type");
  if (!isJson(type)) {
    const got = type ?? "nothing";
    const error = `Cannot read order: content-type must be application/json, got ${got}`;
    return { status: 415, error };
  }
  const body = await readBody(request, ORDER_BYTES_MAX);
  if (body.ok) return body.text;
  return body.fault === "too_large"
    ? { status: 413, error: `Cannot read order: body must be at most ${ORDER_BYTES_MAX} bytes` }
    : { status: 400, error: "Cannot read order: body must be UTF-8" };
}

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i;

function isJson(type: string | null): boolean {
  return type === "application/json" || (type !== null && JSON_TYPE.test(type.trim()));
}

function notAllowed(allow: string) {
  return (context: { req: { method: string; path: string } }): Response =>
    errorAnswer(405, `Cannot ${context.req.method} ${context.req.path}: allowed is ${allow}`, [[
      "allow",
      allow,
    ]]);
}
