import assert from "node:assert/strict";
import { httpSender } from "./http_sender.ts";
import { order, withService } from "./services_for_tests.ts";

Deno.test("httpSender() posts the order's JSON", async () => {
  let seen: [string, string, string | null, string] | undefined;
  await withService(async (request) => {
    const { pathname } = new URL(request.url);
    const type = request.headers.get("content-type");
    seen = [request.method, pathname, type, await request.text()];
    return new Response("{}", { status: 202 });
  }, async (sender) => {
    const body = '{"order_id":"ö1🐱"}';
    let onWire = 0;
    const result = await sender.send({ orderId: "ö1🐱", body }, undefined, () => onWire++);
    assert.deepEqual(result, { answered: true, status: 202 });
    assert.deepEqual(seen, ["POST", "/orders/async", "application/json", body]);
    assert.equal(onWire, 1);
  });
});

Deno.test("httpSender() uses a connection again", async () => {
  await withService(() => new Response("{}"), async (sender) => {
    for (let n = 0; n < 10; n++) assert.equal((await sender.send(order)).answered, true);
    assert.equal(sender.opened, 1);
  });
});

Deno.test("httpSender() sends many at once, each on a connection of its own", async () => {
  let held = 0;
  const all = Promise.withResolvers<void>();
  await withService(async (request) => {
    const { order_id } = await request.json();
    if (++held === 200) all.resolve();
    await all.promise;
    return new Response(order_id, { status: order_id === "o7" ? 409 : 202 });
  }, async (sender) => {
    const results = await Promise.all(Array.from({ length: 200 }, (_, n) => {
      return sender.send({ orderId: `o${n}`, body: JSON.stringify({ order_id: `o${n}` }) });
    }));
    assert.deepEqual(results[7], { answered: true, status: 409, error: "o7" });
    assert.equal(results.filter((result) => result.answered && result.status === 202).length, 199);
    assert.equal(sender.opened, 200);
  });
});

Deno.test("httpSender() connect() opens connections beforehand", async () => {
  await withService(() => new Response("{}"), async (sender) => {
    await sender.connect(5);
    assert.equal(sender.opened, 5);
    await Promise.all(Array.from({ length: 5 }, () => sender.send(order)));
    assert.equal(sender.opened, 5);
  });
});

Deno.test("httpSender() sends large orders and reads large and chunked answers", async () => {
  await withService(async (request) => {
    const { length } = await request.text();
    const chunks = ReadableStream.from(["x".repeat(100_000), "y".repeat(100_000)]);
    return new Response(chunks.pipeThrough(new TextEncoderStream()), {
      status: length === 262_144 ? 202 : 400,
    });
  }, async (sender) => {
    const large = { orderId: "o1", body: "z".repeat(262_144) };
    assert.deepEqual(await sender.send(large), { answered: true, status: 202 });
    assert.deepEqual(await sender.send(large), { answered: true, status: 202 });
    assert.equal(sender.opened, 1);
  });
});

Deno.test("httpSender() tells why an order was refused, on one line", async () => {
  const refusal = () =>
    new Response('{\n  "error": "busy"\n}', { status: 503, headers: { "retry-after": "1" } });
  await withService(refusal, async (sender) => {
    assert.deepEqual(await sender.send(order), {
      answered: true,
      status: 503,
      error: '{ "error": "busy" }',
    });
  });
});

Deno.test("httpSender() opens a connection for each order where the service closes them", async () => {
  const close = () => new Response("{}", { headers: { connection: "close" } });
  await withService(close, async (sender) => {
    for (let n = 0; n < 3; n++) assert.equal((await sender.send(order)).answered, true);
    assert.equal(sender.opened, 3);
  });
});

Deno.test("httpSender() names every fault of its options", () => {
  assert.throws(() => httpSender({ url: "ftp://x", timeoutMs: 0, idleMs: -1 }), {
    name: "RangeError",
    message: 'Cannot make a sender: url must be an http: or https: URL, got "ftp://x"; ' +
      "timeoutMs must be > 0, got 0; idleMs must be >= 0, got -1",
  });
});
