/**
 * The API's answers, to the byte.
 *
 * @module
 */
import { isoTime } from "../orders/iso_time.ts";

const JSON_TYPE: [string, string] = ["content-type", "application/json"];
const JSON_HEADERS: HeadersInit = [JSON_TYPE];

/** How long a client is told to wait when the service cannot take its order, seconds. */
export const RETRY_AFTER_S = 1;

/** 200 of `POST /orders/sync`. */
export function paidAnswer(orderId: string, customerId: number, processingMs: number): Response {
  return json(200, {
    order_id: orderId,
    status: "completed",
    customer_id: customerId,
    processing_ms: Math.round(processingMs),
    message: "Order processed successfully",
  });
}

/** 202 of `POST /orders/async`. */
export function acceptedAnswer(orderId: string, atMs: number): Response {
  return json(202, {
    order_id: orderId,
    status: "pending",
    message: "Order accepted for processing",
    timestamp: isoTime(atMs),
  });
}

/** Any refusal: `{error}`, with further headers where HTTP asks for them. */
export function errorAnswer(
  status: 400 | 404 | 405 | 413 | 415 | 500 | 503,
  error: string,
  headers: [string, string][] = [],
): Response {
  return new Response(JSON.stringify({ error }), { status, headers: [JSON_TYPE, ...headers] });
}

/** 503, with when to come again. */
export function unavailableAnswer(error: string): Response {
  return errorAnswer(503, error, [["retry-after", String(RETRY_AFTER_S)]]);
}

/** A JSON document. */
export function json(status: 200 | 202, document: unknown): Response {
  return new Response(JSON.stringify(document), { status, headers: JSON_HEADERS });
}
