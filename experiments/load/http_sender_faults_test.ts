import assert from "node:assert/strict";
import { httpSender } from "./http_sender.ts";
import { ACCEPTED, order, withService, withSockets, write } from "./services_for_tests.ts";

Deno.test("httpSender() knows a refused connection as not sent", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const sender = httpSender({ url: `http://127.0.0.1:${port}/` });
  let onWire = 0;
  const results = await Promise.all(
    Array.from({ length: 100 }, () => sender.send(order, undefined, () => onWire++)),
  );
  for (const result of results) {
    assert.deepEqual(result, {
      answered: false,
      ambiguous: false,
      error: `not sent: connection refused (127.0.0.1:${port})`,
    });
  }
  assert.equal(onWire, 0);
  sender.close();
});

Deno.test("httpSender() never repeats an order that a reused connection swallowed", async () => {
  const requests = await withSockets(async (socket, _n, hear) => {
    await hear();
    await write(socket, ACCEPTED);
    await hear();
  }, async (sender) => {
    assert.equal((await sender.send(order)).answered, true);
    assert.deepEqual(await sender.send({ orderId: "o2", body: '{"order_id":"o2"}' }), {
      answered: false,
      ambiguous: true,
      error: "no answer: connection closed by the service",
    });
  });
  assert.deepEqual(requests.map((text) => text.split("\r\n\r\n")[1]), [
    order.body,
    '{"order_id":"o2"}',
  ]);
});

Deno.test("httpSender() does not use a connection that was closed while idle", async () => {
  const closed = Promise.withResolvers<void>();
  await withSockets(async (socket, _n, hear) => {
    await hear();
    await write(socket, ACCEPTED);
    socket.closeWrite();
    await hear();
    closed.resolve();
  }, async (sender) => {
    assert.equal((await sender.send(order)).answered, true);
    await closed.promise;
    assert.equal((await sender.send(order)).answered, true);
    assert.equal(sender.opened, 2);
  });
});

Deno.test("httpSender() does not use a connection that was idle for too long", async () => {
  await withService(() => new Response("{}"), async (sender) => {
    await sender.send(order);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal((await sender.send(order)).answered, true);
    assert.equal(sender.opened, 2);
  }, { idleMs: 1 });
});

const brokenAnswers: [name: string, bytes: string, error: string][] = [
  [
    "an answer cut short",
    "HTTP/1.1 202 Accepted\r\ncontent-len",
    "connection closed by the service",
  ],
  [
    "a body cut short",
    "HTTP/1.1 202 OK\r\ncontent-length: 9\r\n\r\n{",
    "connection closed by the service",
  ],
  ["no HTTP", "220 smtp ready\r\n\r\n", "malformed answer: no HTTP/1.1 status line"],
];

for (const [name, bytes, error] of brokenAnswers) {
  Deno.test(`httpSender() takes ${name} for no answer`, async () => {
    await withSockets(async (socket, _n, hear) => {
      await hear();
      await write(socket, bytes);
    }, async (sender) => {
      assert.deepEqual(await sender.send(order), {
        answered: false,
        ambiguous: true,
        error: `no answer: ${error}`,
      });
    });
  });
}

Deno.test("httpSender() takes a reset for no answer", async () => {
  // A socket closed with the request unread resets the connection.
  await withSockets(() => new Promise((resolve) => setTimeout(resolve, 5)), async (sender) => {
    const result = await sender.send(order);
    assert.ok(!result.answered && result.ambiguous);
    assert.match(result.error, /^no answer: connection (reset|closed) by the service$/);
  });
});

Deno.test("httpSender() gives up a slow answer and its connection, not the next order", async () => {
  await withSockets(async (socket, n, hear) => {
    await hear();
    if (n === 1) assert.equal(await hear(), "", "the connection is closed");
    else await write(socket, ACCEPTED);
  }, async (sender) => {
    assert.deepEqual(await sender.send(order), {
      answered: false,
      ambiguous: true,
      error: "no answer: timed out after 60 ms",
    });
    assert.equal((await sender.send(order)).answered, true);
  }, { timeoutMs: 60 });
});

Deno.test("httpSender() gives up on abort: in flight, and before", async () => {
  const heard = Promise.withResolvers<void>();
  await withSockets(async (_socket, _n, hear) => {
    await hear();
    heard.resolve();
    await hear();
  }, async (sender) => {
    const abort = new AbortController();
    const result = sender.send(order, abort.signal);
    await heard.promise;
    abort.abort();
    assert.deepEqual(await result, {
      answered: false,
      ambiguous: true,
      error: "no answer: aborted",
    });
    assert.deepEqual(await sender.send(order, abort.signal), {
      answered: false,
      ambiguous: false,
      error: "not sent: aborted",
    });
    assert.equal(sender.opened, 1);
  });
});

Deno.test("httpSender() close() ends what is in flight, and sends no more", async () => {
  const heard = Promise.withResolvers<void>();
  await withSockets(async (_socket, _n, hear) => {
    await hear();
    heard.resolve();
    await hear();
  }, async (sender) => {
    const result = sender.send(order);
    await heard.promise;
    sender.close();
    assert.deepEqual(await result, {
      answered: false,
      ambiguous: true,
      error: "no answer: sender closed",
    });
    assert.deepEqual(await sender.send(order), {
      answered: false,
      ambiguous: false,
      error: "not sent: sender closed",
    });
  });
});
