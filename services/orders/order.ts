/**
 * The order: what a client may send, and every way in which it can be wrong.
 *
 * @module
 */

/** One line of an order. */
export interface OrderItem {
  /** 1 to {@linkcode ID_CHARACTERS_MAX} characters. */
  product_id: string;
  /** A whole number > 0. */
  quantity: number;
  /** Price of one piece, finite, >= 0. */
  price: number;
}

/** A valid order, in the field names of the wire. */
export interface Order {
  /** 1 to {@linkcode ID_CHARACTERS_MAX} characters; absent when the service is to choose it. */
  order_id?: string;
  /** A whole number that JSON carries exactly. */
  customer_id: number;
  /** 1 to {@linkcode ORDER_ITEMS_MAX}. */
  items: OrderItem[];
}

/** An order that has its id, as every message body has. */
export type IdentifiedOrder = Order & { order_id: string };

/** One rule that a body breaks. */
export interface OrderFault {
  /** Where: `items[2].quantity`, or `body` for the whole. */
  field: string;
  /** What must hold, to be read after the field's name: `must be > 0`. */
  rule: string;
  /** What was found, as JSON, shortened; `nothing` where the field is missing. */
  value: string;
}

/** The order, or all of its faults. */
export type OrderCheck = { ok: true; order: Order } | { ok: false; faults: OrderFault[] };

/** Most items of an order. */
export const ORDER_ITEMS_MAX = 100;

/** Most characters (Unicode code points) of `order_id` and `product_id`. */
export const ID_CHARACTERS_MAX = 128;

/** Most bytes of a request body. Source: SNS and SQS take at most 262,144 bytes a message. */
export const ORDER_BYTES_MAX = 262_144;

const SHOWN_CHARACTERS_MAX = 64;

/**
 * Checks a parsed request body.
 *
 * @param body anything that `JSON.parse` returns.
 * @returns the order with its known fields alone, or every fault found (items beyond the hundredth are
 * not looked at: their number is the fault).
 * @example
 * ```ts
 * import { validateOrder } from "./order.ts";
 * import assert from "node:assert/strict";
 *
 * const items = [{ product_id: "p1", quantity: 0, price: -1 }];
 * const check = validateOrder({ customer_id: 7, items });
 * assert.deepEqual(check.ok ? [] : check.faults.map((fault) => fault.field), [
 *   "items[0].quantity",
 *   "items[0].price",
 * ]);
 * ```
 */
export function validateOrder(body: unknown): OrderCheck {
  const faults: OrderFault[] = [];
  if (!isRecord(body)) {
    return { ok: false, faults: [fault("body", "must be a JSON object", body)] };
  }
  const { order_id, customer_id, items } = body;
  if (order_id !== undefined && !isId(order_id)) faults.push(fault("order_id", ID_RULE, order_id));
  if (!Number.isSafeInteger(customer_id)) {
    faults.push(fault("customer_id", "must be an integer", customer_id));
  }
  const checked = checkItems(items, faults);
  if (faults.length > 0) return { ok: false, faults };
  const order: Order = { customer_id: customer_id as number, items: checked };
  if (order_id !== undefined) order.order_id = order_id as string;
  return { ok: true, order };
}

/**
 * Parses and checks the text of a request or message body.
 *
 * @returns as {@linkcode validateOrder}; text that is not JSON is a fault of `body`.
 */
export function parseOrder(text: string): OrderCheck {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { ok: false, faults: [{ field: "body", rule: "must be JSON", value: shown(text) }] };
  }
  return validateOrder(body);
}

/**
 * All faults in one sentence.
 *
 * @example
 * ```ts
 * import { orderFaultsText } from "./order.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(
 *   orderFaultsText([{ field: "customer_id", rule: "must be an integer", value: '"7"' }]),
 *   'Cannot accept order: customer_id must be an integer, got "7"',
 * );
 * ```
 */
export function orderFaultsText(faults: readonly OrderFault[]): string {
  const texts = faults.map(({ field, rule, value }) => `${field} ${rule}, got ${value}`);
  return `Cannot accept order: ${texts.join("; ")}`;
}

/**
 * The body of the order's message: its JSON with `order_id` first.
 *
 * U+FFFE and U+FFFF are escaped, since SQS refuses them as characters (SendMessage,
 * `InvalidMessageContents`) and a client may well send them; other such characters JSON escapes
 * by itself. A valid order's text is always smaller than {@linkcode ORDER_BYTES_MAX}.
 */
export function encodeOrder(order: Order, orderId: string): string {
  const json = JSON.stringify({
    order_id: orderId,
    customer_id: order.customer_id,
    items: order.items,
  });
  return NONCHARACTERS.test(json)
    ? json.replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    : json;
}

const NONCHARACTERS = /[\ufffe\uffff]/;
const ID_RULE = `must be a string of 1 to ${ID_CHARACTERS_MAX} characters`;

function checkItems(items: unknown, faults: OrderFault[]): OrderItem[] {
  if (!Array.isArray(items)) {
    faults.push(fault("items", `must be a list of 1 to ${ORDER_ITEMS_MAX} items`, items));
    return [];
  }
  if (items.length < 1 || items.length > ORDER_ITEMS_MAX) {
    faults.push({
      field: "items",
      rule: `must have 1 to ${ORDER_ITEMS_MAX} items`,
      value: String(items.length),
    });
  }
  return items.slice(0, ORDER_ITEMS_MAX).map((item, index) => checkItem(item, index, faults));
}

function checkItem(item: unknown, index: number, faults: OrderFault[]): OrderItem {
  if (!isRecord(item)) {
    faults.push(fault(`items[${index}]`, "must be a JSON object", item));
    return { product_id: "", quantity: 0, price: 0 };
  }
  const { product_id, quantity, price } = item;
  if (!isId(product_id)) faults.push(fault(`items[${index}].product_id`, ID_RULE, product_id));
  if (!Number.isSafeInteger(quantity) || (quantity as number) <= 0) {
    faults.push(fault(`items[${index}].quantity`, "must be an integer > 0", quantity));
  }
  if (!Number.isFinite(price) || (price as number) < 0) {
    faults.push(fault(`items[${index}].price`, "must be a finite number >= 0", price));
  }
  return {
    product_id: product_id as string,
    quantity: quantity as number,
    price: price as number,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(value: unknown): value is string {
  if (typeof value !== "string" || value.length === 0) return false;
  // A code point is one or two UTF-16 units, so most strings need no count.
  if (value.length <= ID_CHARACTERS_MAX) return true;
  return value.length <= 2 * ID_CHARACTERS_MAX && [...value].length <= ID_CHARACTERS_MAX;
}

function fault(field: string, rule: string, value: unknown): OrderFault {
  return { field, rule, value: shown(value) };
}

/** JSON has no infinity, yet `JSON.parse("1e999")` returns it: it is shown by name. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(typeof value === "string" ? value.slice(0, 65) : value);
  return text.length <= SHOWN_CHARACTERS_MAX ? text : `${text.slice(0, SHOWN_CHARACTERS_MAX - 1)}…`;
}
