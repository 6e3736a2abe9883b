/**
 * The orders that loads send: bodies as the original system's Locust client makes them, but seeded, and
 * with ids.
 *
 * @module
 */
import type { Random } from "../../services/orders/ports.ts";
import type { OutgoingRequest } from "./sender.ts";

/** Digits of an order's number: ids of up to a million orders sort as text. */
const NUMBER_DIGITS = 6;

/**
 * What the ids of a trial's orders begin with.
 *
 * @example
 * ```ts
 * import { idPrefixOf, orderIdOf } from "./orders.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(orderIdOf(idPrefixOf("concurrency-20", 1), 7), "concurrency-20-r1-000007");
 * ```
 */
export function idPrefixOf(trial: string, repetition: number): string {
  return `${trial}-r${repetition}-`;
}

/** The id of the n-th order (1 and up). */
export function orderIdOf(idPrefix: string, n: number): string {
  return idPrefix + String(n).padStart(NUMBER_DIGITS, "0");
}

/**
 * An order with that id: a customer from 1 to 1,000 and 1 to 5 items, each a product from 1 to 100, 1 to
 * 5 of it, at a price from 10.00 to 99.99.
 */
export function orderOf(orderId: string, random: Random): OutgoingRequest {
  const upTo = (most: number) => 1 + Math.floor(random.next() * most);
  const customer_id = upTo(1000);
  const items = [];
  for (let left = upTo(5); left > 0; left--) {
    const product_id = `product-${upTo(100)}`;
    items.push({ product_id, quantity: upTo(5), price: (999 + upTo(9000)) / 100 });
  }
  return { orderId, body: JSON.stringify({ order_id: orderId, customer_id, items }) };
}
