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
/** From here on a number has as many by itself. */
const NUMBER_FULL = 10 ** (NUMBER_DIGITS - 1);

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
  return idPrefix + (n < NUMBER_FULL ? String(n).padStart(NUMBER_DIGITS, "0") : n);
}

/**
 * Which order an id names: the `n` that {@linkcode orderIdOf} makes it from; undefined when it makes it
 * from none.
 *
 * @example
 * ```ts
 * import { orderNumberOf } from "./orders.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(orderNumberOf("a-r1-", "a-r1-000007"), 7);
 * assert.equal(orderNumberOf("a-r1-", "a-r1-7"), undefined);
 * assert.equal(orderNumberOf("a-r1-", "b-r1-000007"), undefined);
 * ```
 */
export function orderNumberOf(idPrefix: string, orderId: string): number | undefined {
  const digits = orderId.length - idPrefix.length;
  if (digits < NUMBER_DIGITS || digits > 15 || !orderId.startsWith(idPrefix)) return undefined;
  let number = 0;
  for (let place = idPrefix.length; place < orderId.length; place++) {
    const digit = orderId.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) return undefined;
    // Beyond six places a number has no leading zero.
    if (number === 0 && digit === 0 && digits > NUMBER_DIGITS) return undefined;
    number = number * 10 + digit;
  }
  return number > 0 ? number : undefined;
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
