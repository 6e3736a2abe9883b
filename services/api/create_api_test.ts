import assert from "node:assert/strict";
import { createMemoryRecorder } from "../../infra/sim/memory_recorder.ts";
import { createSeededRandom } from "../../infra/sim/seeded_random.ts";
import { createVirtualClock } from "../../infra/sim/virtual_clock.ts";
import { ORDER_BYTES_MAX } from "../orders/order.ts";
import { createPayment, createSlots } from "../orders/payment.ts";
import type { OutgoingOrder, PublishOutcome } from "../orders/ports.ts";
import { type ApiSettings, createApiCounts } from "./api_settings.ts";
import { createApi } from "./create_api.ts";

const START_MS = Date.UTC(2026, 10, 23, 12, 0, 0, 5);
const order = { customer_id: 7, items: [{ product_id: "p-1", quantity: 2, price: 9.99 }] };

/** An API with two slots of 100 ms, whose topic answers as told. */
function apiTest(
  settings: Partial<ApiSettings> = {},
  publish: (order: OutgoingOrder) => Promise<PublishOutcome> = () =>
    Promise.resolve({ ok: true, messageId: "m-1" }),
) {
  const clock = createVirtualClock({ startAtMs: START_MS });
  const recorder = createMemoryRecorder();
  const published: OutgoingOrder[] = [];
  const slots = createSlots(2);
  const counts = createApiCounts();
  const app = createApi({
    clock,
    random: createSeededRandom(1),
    recorder,
    payment: createPayment({ clock, slots }, 100),
    slots,
    counts,
    publish(outgoing) {
      published.push(outgoing);
      return publish(outgoing);
    },
  }, {
    trial: "t",
    repetition: 1,
    host: "api-1",
    path: "queue",
    onDisconnect: "cancel",
    inFlightMax: 100,
    ...settings,
  });
  const send = (path: string, init: RequestInit = {}) =>
    Promise.resolve(app.fetch(new Request(`http://api${path}`, init)));
  const post = (path: string, body: unknown, init: RequestInit = {}) =>
    send(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
    });
  const events = () =>
    recorder.events.map(({ event, path, attempt, order_id }) => [event, path, attempt, order_id]);
  return { clock, recorder, published, slots, counts, send, post, events };
}

async function errorOf(response: Response): Promise<string> {
  assert.equal(response.headers.get("content-type"), "application/json");
  const document = await response.json();
  assert.deepEqual(Object.keys(document), ["error"]);
  return document.error;
}

Deno.test("POST /orders/async answers 202 to the byte when the topic has the order", async () => {
  const { clock, post, published, events } = apiTest();
  const response = await clock.run(() => post("/orders/async", { ...order, order_id: "o-1" }));
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(
    await response.text(),
    '{"order_id":"o-1","status":"pending","message":"Order accepted for processing",' +
      '"timestamp":"2026-11-23T12:00:00.005Z"}',
  );
  assert.deepEqual(published, [{
    orderId: "o-1",
    body:
      '{"order_id":"o-1","customer_id":7,"items":[{"product_id":"p-1","quantity":2,"price":9.99}]}',
  }]);
  assert.deepEqual(events(), [["accepted", "queue", 0, "o-1"]]);
});

Deno.test("POST /orders/sync answers 200 to the byte when paid", async () => {
  const { clock, post, events } = apiTest();
  const response = await clock.run(() => post("/orders/sync", { ...order, order_id: "o-1" }));
  assert.equal(response.status, 200);
  assert.equal(
    await response.text(),
    '{"order_id":"o-1","status":"completed","customer_id":7,"processing_ms":100,' +
      '"message":"Order processed successfully"}',
  );
  assert.deepEqual(events(), [
    ["accepted", "sync", 1, "o-1"],
    ["started", "sync", 1, "o-1"],
    ["completed", "sync", 1, "o-1"],
  ]);
});

Deno.test("POST /orders/sync waits for a slot, and counts the wait as processing", async () => {
  const { clock, post, send } = apiTest();
  const documents = await clock.run(() =>
    Promise.all([1, 2, 3].map(async () => (await post("/orders/sync", order)).json()))
  );
  assert.deepEqual(documents.map(({ processing_ms }) => processing_ms), [100, 100, 200]);
  assert.equal(new Set(documents.map(({ order_id }) => order_id)).size, 3, "ids are given");
  const stats = await send("/orders/stats");
  assert.equal(stats.status, 200);
  assert.equal(await stats.text(), '{"processed":3,"failed":0,"max_concurrent":2}');
});

Deno.test("POST /orders/sync cancels an order whose client goes away before its payment", async () => {
  const { clock, post, events, recorder, send } = apiTest();
  await clock.run(async () => {
    const paying = [1, 2].map((n) => post("/orders/sync", { ...order, order_id: `o-${n}` }));
    const client = new AbortController();
    const gone = post("/orders/sync", { ...order, order_id: "o-3" }, { signal: client.signal });
    await clock.sleep(50);
    client.abort();
    const response = await gone;
    assert.equal(response.status, 503);
    await Promise.all(paying);
  });
  assert.deepEqual(events().filter(([, , , id]) => id === "o-3"), [["failed", "sync", 1, "o-3"]]);
  assert.match(
    recorder.events.find(({ event }) => event === "failed")!.reason!,
    /client went away/,
  );
  assert.deepEqual(await (await send("/orders/stats")).json(), {
    processed: 2,
    failed: 1,
    max_concurrent: 2,
  });
});

Deno.test("POST /orders/sync finishes a payment that has started, client or not", async () => {
  const { clock, post, events } = apiTest();
  await clock.run(async () => {
    const client = new AbortController();
    const paying = post("/orders/sync", { ...order, order_id: "o-1" }, { signal: client.signal });
    await clock.sleep(50);
    client.abort();
    assert.equal((await paying).status, 200);
  });
  assert.deepEqual(events().map(([event]) => event), ["accepted", "started", "completed"]);
});

Deno.test("POST /orders/sync with on_disconnect pay pays without its client", async () => {
  const { clock, post, events } = apiTest({ onDisconnect: "pay" });
  await clock.run(async () => {
    const paying = [1, 2].map(() => post("/orders/sync", order));
    const client = new AbortController();
    const gone = post("/orders/sync", { ...order, order_id: "o-3" }, { signal: client.signal });
    await clock.sleep(50);
    client.abort();
    assert.equal((await gone).status, 200);
    await Promise.all(paying);
  });
  assert.deepEqual(events().filter(([, , , id]) => id === "o-3").map(([event]) => event), [
    "accepted",
    "started",
    "completed",
  ]);
});

Deno.test("POST /orders/async answers 503 when the topic is down, and accepts nothing", async () => {
  const refused = { ok: false, code: "ECONNREFUSED", message: "-", retryable: true } as const;
  for (const ambiguous of [false, true]) {
    const { clock, post, recorder, counts } = apiTest(
      {},
      () => Promise.resolve({ ...refused, ambiguous }),
    );
    const response = await clock.run(() => post("/orders/async", { ...order, order_id: "o-1" }));
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "1");
    const error = await errorOf(response);
    assert.match(error, ambiguous ? /may have the order/ : /did not take it/);
    assert.match(error, /o-1/);
    const recorded = recorder.events.map(({ event }) => event);
    assert.deepEqual(recorded, ambiguous ? ["publish_unknown"] : []);
    assert.equal(counts.failed, 1);
  }
});

Deno.test("order endpoints answer 503 beyond in_flight_max, and others still 200", async () => {
  const { clock, post, send, counts } = apiTest({ inFlightMax: 2 });
  await clock.run(async () => {
    const paying = [1, 2].map(() => post("/orders/sync", order));
    await clock.sleep(50);
    for (const path of ["/orders/sync", "/orders/async"]) {
      const response = await post(path, order);
      assert.equal(response.status, 503);
      assert.equal(response.headers.get("retry-after"), "1");
      assert.match(await errorOf(response), /at most 2/);
    }
    assert.equal((await send("/health")).status, 200);
    await Promise.all(paying);
    assert.equal((await post("/orders/async", order)).status, 202);
  });
  assert.equal(counts.inFlight, 0);
  assert.equal(counts.overloaded, 2);
});

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

Deno.test("GET /health answers 200, HEAD as well", async () => {
  const { send } = apiTest();
  const response = await send("/health");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "healthy" });
  const head = await send("/health", { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});
