import assert from "node:assert/strict";
import { ORDER_BYTES_MAX } from "../orders/order.ts";
import { apiTest, errorOf, order } from "./testing.ts";

const wrongBodies: [what: string, body: string, error: RegExp][] = [
  ["malformed JSON", '{"customer_id":', /body must be JSON/],
  ["no body", "", /body must be JSON/],
  ["NaN", '{"customer_id": NaN}', /body must be JSON/],
  ["a list", "[]", /body must be a JSON object/],
  ["wrong types", '{"customer_id": "7", "items": "x"}', /customer_id must be.*; items must be/],
  ["empty items", '{"customer_id": 7, "items": []}', /items must have 1 to 100 items, got 0/],
  [
    "a quantity of 0",
    '{"customer_id":7,"items":[{"product_id":"p","quantity":0,"price":1}]}',
    /items\[0\]\.quantity must be an integer > 0, got 0/,
  ],
  [
    "a negative price",
    '{"customer_id":7,"items":[{"product_id":"p","quantity":1,"price":-1}]}',
    /items\[0\]\.price must be a finite number >= 0, got -1/,
  ],
  [
    "an infinite price",
    '{"customer_id":7,"items":[{"product_id":"p","quantity":1,"price":1e999}]}',
    /items\[0\]\.price must be a finite number >= 0, got Infinity/,
  ],
];

for (const [what, body, error] of wrongBodies) {
  Deno.test(`order endpoints answer 400 to ${what}, naming the field`, async () => {
    const { post, recorder, published } = apiTest();
    for (const path of ["/orders/sync", "/orders/async"]) {
      const response = await post(path, body);
      assert.equal(response.status, 400);
      assert.match(await errorOf(response), error);
    }
    assert.equal(recorder.events.length + published.length, 0);
  });
}

Deno.test("order endpoints answer 400 to a body that is not UTF-8", async () => {
  const { send } = apiTest();
  const response = await send("/orders/async", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: new Uint8Array([0x7b, 0xff, 0x7d]),
  });
  assert.equal(response.status, 400);
  assert.match(await errorOf(response), /body must be UTF-8/);
});

Deno.test("order endpoints take JSON in UTF-8 alone, else 415", async () => {
  const { clock, post } = apiTest();
  const typed = (type: string) =>
    clock.run(() => post("/orders/async", order, { headers: { "content-type": type } }));
  for (
    const type of [
      "application/json",
      "application/json; charset=utf-8",
      'Application/JSON;charset="UTF-8"',
    ]
  ) {
    assert.equal((await typed(type)).status, 202, type);
  }
  for (
    const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json; charset=latin1",
      "application/jsonp",
      "",
    ]
  ) {
    const response = await typed(type);
    assert.equal(response.status, 415, type);
    assert.match(await errorOf(response), /content-type must be application\/json/);
  }
});

Deno.test("order endpoints answer 413 to a body beyond the limit, whatever its length says", async () => {
  const { clock, send } = apiTest();
  const padded = (bytes: number) => JSON.stringify(order).padEnd(bytes);
  const posted = (body: BodyInit, headers: Record<string, string> = {}) =>
    clock.run(() =>
      send("/orders/async", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
      })
    );
  assert.equal((await posted(padded(ORDER_BYTES_MAX))).status, 202);
  const tooLarge = [
    await posted(padded(ORDER_BYTES_MAX + 1)),
    await posted(padded(10), { "content-length": String(ORDER_BYTES_MAX + 1) }),
    await posted(padded(ORDER_BYTES_MAX + 1), { "content-length": "10" }),
    await posted(endless().stream),
  ];
  for (const response of tooLarge) {
    assert.equal(response.status, 413);
    assert.match(await errorOf(response), /body must be at most 262144 bytes/);
  }
});

Deno.test("order endpoints stop reading at the limit", async () => {
  const { send } = apiTest();
  const { stream, given } = endless();
  await send("/orders/sync", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: stream,
  });
  assert.ok(given() <= ORDER_BYTES_MAX + 3 * 65_536, `${given()} bytes were read`);
});

/** A body that never ends. */
function endless() {
  let bytes = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
      bytes += 65_536;
    },
  });
  return { stream, given: () => bytes };
}

Deno.test("unknown paths are 404, wrong methods 405 with Allow", async () => {
  const { send } = apiTest();
  for (const path of ["/", "/orders", "/orders/sync/", "/orders/async/x", "/stats"]) {
    const response = await send(path);
    assert.equal(response.status, 404, path);
    assert.equal(await errorOf(response), `Cannot find ${path}`);
  }
  const wrong: [method: string, path: string, allow: string][] = [
    ["GET", "/orders/sync", "POST"],
    ["PUT", "/orders/async", "POST"],
    ["DELETE", "/orders/async", "POST"],
    ["POST", "/orders/stats", "GET, HEAD"],
    ["POST", "/health", "GET, HEAD"],
  ];
  for (const [method, path, allow] of wrong) {
    const response = await send(path, { method });
    assert.equal(response.status, 405, `${method} ${path}`);
    assert.equal(response.headers.get("allow"), allow);
    assert.equal(await errorOf(response), `Cannot ${method} ${path}: allowed is ${allow}`);
  }
});
