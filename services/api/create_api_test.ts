import assert from "node:assert/strict";
import { apiTest, errorOf, order } from "./testing.ts";

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

Deno.test("GET /health answers 200, HEAD as well", async () => {
  const { send } = apiTest();
  const response = await send("/health");
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "healthy" });
  const head = await send("/health", { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(await head.text(), "");
});
