import assert from "node:assert/strict";
import fc from "fast-check";
import {
  encodeOrder,
  ID_CHARACTERS_MAX,
  type Order,
  ORDER_BYTES_MAX,
  ORDER_ITEMS_MAX,
  orderFaultsText,
  parseOrder,
  validateOrder,
} from "./order.ts";

const item = { product_id: "p-1", quantity: 2, price: 9.99 };
const valid = { customer_id: 7, items: [item] };

/** The faults of a body given as JSON text, as `field rule, got value`. */
function faults(text: string): string[] {
  const check = parseOrder(text);
  return check.ok
    ? []
    : check.faults.map(({ field, rule, value }) => `${field} ${rule}, got ${value}`);
}

const withItem = (fields: string) =>
  `{"customer_id": 1, "items": [{"product_id": "p", "quantity": 1, "price": 1, ${fields}}]}`;
const id = "must be a string of 1 to 128 characters";

const wrong: [text: string, expected: string[]][] = [
  ["", ['body must be JSON, got ""']],
  ["{", ['body must be JSON, got "{"']],
  ["[]", ["body must be a JSON object, got a list of 0"]],
  ["null", ["body must be a JSON object, got null"]],
  ['"order"', ['body must be a JSON object, got "order"']],
  ["NaN", ['body must be JSON, got "NaN"']],
  ["{}", [
    "customer_id must be an integer, got nothing",
    "items must be a list of 1 to 100 items, got nothing",
  ]],
  ['{"customer_id": "7", "items": []}', [
    'customer_id must be an integer, got "7"',
    "items must have 1 to 100 items, got 0",
  ]],
  ['{"customer_id": 1.5, "items": {}}', [
    "customer_id must be an integer, got 1.5",
    "items must be a list of 1 to 100 items, got an object",
  ]],
  ['{"customer_id": 1e300, "items": [1, null]}', [
    "customer_id must be an integer, got 1e+300",
    "items[0] must be a JSON object, got 1",
    "items[1] must be a JSON object, got null",
  ]],
  [withItem('"quantity": 0'), ["items[0].quantity must be an integer > 0, got 0"]],
  [withItem('"quantity": -1'), ["items[0].quantity must be an integer > 0, got -1"]],
  [withItem('"quantity": 1.5'), ["items[0].quantity must be an integer > 0, got 1.5"]],
  [withItem('"quantity": "1"'), ['items[0].quantity must be an integer > 0, got "1"']],
  [withItem('"quantity": true'), ["items[0].quantity must be an integer > 0, got true"]],
  [withItem('"price": -0.01'), ["items[0].price must be a finite number >= 0, got -0.01"]],
  [withItem('"price": 1e999'), ["items[0].price must be a finite number >= 0, got Infinity"]],
  [withItem('"price": null'), ["items[0].price must be a finite number >= 0, got null"]],
  [withItem('"product_id": ""'), [`items[0].product_id ${id}, got ""`]],
  [withItem('"product_id": 5'), [`items[0].product_id ${id}, got 5`]],
  ['{"order_id": "", "customer_id": 1, "items": [{}]}', [
    `order_id ${id}, got ""`,
    `items[0].product_id ${id}, got nothing`,
    "items[0].quantity must be an integer > 0, got nothing",
    "items[0].price must be a finite number >= 0, got nothing",
  ]],
  ['{"order_id": null, "customer_id": 1, "items": [{"product_id":"p","quantity":1,"price":0}]}', [
    `order_id ${id}, got null`,
  ]],
];

for (const [text, expected] of wrong) {
  Deno.test(`parseOrder() of ${text.slice(0, 60)} names every fault`, () => {
    assert.deepEqual(faults(text), expected);
  });
}

Deno.test("validateOrder() keeps the known fields alone", () => {
  const check = validateOrder({
    ...valid,
    order_id: "o-1",
    coupon: "x",
    items: [{ ...item, colour: "red" }],
  });
  assert.deepEqual(check, { ok: true, order: { order_id: "o-1", customer_id: 7, items: [item] } });
});

Deno.test("validateOrder() counts characters, not UTF-16 units", () => {
  const longest = "🧾".repeat(ID_CHARACTERS_MAX);
  assert.equal(validateOrder({ ...valid, order_id: longest }).ok, true);
  const check = validateOrder({ ...valid, order_id: longest + "x" });
  assert.equal(check.ok, false);
  const [fault] = check.ok ? [] : check.faults;
  assert.ok(fault!.value.length <= 64 && fault!.value.endsWith("…"), "what is shown is short");
});

Deno.test("validateOrder() takes 1 to 100 items, and looks at no more", () => {
  const items = (count: number) => Array.from({ length: count }, () => item);
  assert.equal(validateOrder({ ...valid, items: items(ORDER_ITEMS_MAX) }).ok, true);
  const check = validateOrder({ ...valid, items: [...items(ORDER_ITEMS_MAX), {}, {}] });
  assert.deepEqual(check.ok || check.faults.map(({ field, value }) => [field, value]), [
    ["items", "102"],
  ]);
});

Deno.test("orderFaultsText() puts all faults into one sentence", () => {
  const check = parseOrder('{"customer_id": "7", "items": []}');
  assert.equal(
    check.ok || orderFaultsText(check.faults),
    'Cannot accept order: customer_id must be an integer, got "7"; items must have 1 to 100 items, got 0',
  );
});

Deno.test("encodeOrder() is the order's JSON, order_id first", () => {
  assert.equal(
    encodeOrder(valid, "o-1"),
    '{"order_id":"o-1","customer_id":7,"items":[{"product_id":"p-1","quantity":2,"price":9.99}]}',
  );
});

Deno.test("encodeOrder() escapes what SQS refuses", () => {
  const body = encodeOrder({
    customer_id: 1,
    items: [{ ...item, product_id: "\u0000\ufffe\ud800\uffff" }],
  }, "o");
  assert.ok(body.includes(String.raw`"\u0000\ufffe\ud800\uffff"`), body);
});

const orders: fc.Arbitrary<Order> = fc.record({
  customer_id: fc.maxSafeInteger(),
  items: fc.array(
    fc.record({
      product_id: fc.string({ unit: "binary", minLength: 1, maxLength: ID_CHARACTERS_MAX })
        .filter((text) => [...text].length <= ID_CHARACTERS_MAX),
      quantity: fc.integer({ min: 1 }),
      price: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((price) => price + 0),
    }, { noNullPrototype: true }),
    { minLength: 1, maxLength: 5 },
  ),
}, { noNullPrototype: true });

Deno.test("encodeOrder() and parseOrder() are each other's inverse", () => {
  fc.assert(fc.property(orders, (order) => {
    const body = encodeOrder(order, "o-1");
    assert.deepEqual(parseOrder(body), { ok: true, order: { order_id: "o-1", ...order } });
    // Source: SQS, SendMessage: the characters that a message may hold.
    assert.doesNotMatch(body, /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  }));
});

Deno.test("encodeOrder() of the largest valid order is far smaller than a message may be", () => {
  const product_id = "\u0000".repeat(ID_CHARACTERS_MAX);
  const largest = { product_id, quantity: Number.MAX_SAFE_INTEGER, price: Number.MAX_VALUE };
  const items = Array.from({ length: ORDER_ITEMS_MAX }, () => largest);
  const order = { customer_id: Number.MIN_SAFE_INTEGER, items };
  assert.equal(validateOrder(order).ok, true);
  const bytes = new TextEncoder().encode(encodeOrder(order, product_id)).length;
  assert.ok(bytes < ORDER_BYTES_MAX / 3, `${bytes} bytes`);
});

Deno.test("validateOrder() never throws, and never passes what JSON cannot carry", () => {
  fc.assert(fc.property(fc.jsonValue(), (body) => {
    const check = validateOrder(body);
    if (!check.ok) assert.ok(check.faults.length > 0);
  }));
  assert.equal(validateOrder({ ...valid, items: [{ ...item, price: NaN }] }).ok, false);
  assert.equal(validateOrder({ ...valid, items: [{ ...item, price: Infinity }] }).ok, false);
  assert.equal(validateOrder(undefined).ok, false);
});
