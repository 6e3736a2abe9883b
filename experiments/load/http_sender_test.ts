import assert from "node:assert/strict";
import { type HttpSender, httpSender, type HttpSenderOptions } from "./http_sender.ts";

const order = { orderId: "o1", body: '{"order_id":"o1"}' };
const ACCEPTED = "HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\n{}";

/** Runs a sender against a server that answers as a service does. */
async function withService(
  handler: Deno.ServeHandler,
  use: (sender: HttpSender) => Promise<void>,
  options: Partial<HttpSenderOptions> = {},
): Promise<void> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const sender = httpSender({
    url: `http://127.0.0.1:${server.addr.port}/orders/async`,
    ...options,
  });
  try {
    await use(sender);
  } finally {
    sender.close();
    await server.shutdown();
  }
}

/**
 * Runs a sender against bare connections; `talk` has each with its number from 1 on, closed behind it.
 *
 * @returns the requests that arrived, as far as they did.
 */
async function withSockets(
  talk: (socket: Deno.TcpConn, n: number, hear: () => Promise<string>) => Promise<void>,
  use: (sender: HttpSender) => Promise<void>,
  options: Partial<HttpSenderOptions> = {},
): Promise<string[]> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const talks: Promise<void>[] = [];
  const listening = (async () => {
    for await (const socket of listener) {
      const hear = async () => {
        const buffer = new Uint8Array(65_536);
        const count = await socket.read(buffer).catch(() => null);
        const text = new TextDecoder().decode(buffer.subarray(0, count ?? 0));
        if (count) requests.push(text);
        return text;
      };
      talks.push(talk(socket, talks.length + 1, hear).finally(() => socket.close()));
    }
  })();
  const sender = httpSender({
    url: `http://127.0.0.1:${listener.addr.port}/orders/async`,
    ...options,
  });
  try {
    await use(sender);
  } finally {
    sender.close();
    listener.close();
    await listening;
    await Promise.all(talks);
  }
  return requests;
}

const write = (socket: Deno.TcpConn, text: string) => socket.write(new TextEncoder().encode(text));

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

Deno.test("httpSender() names every fault of its options", () => {
  assert.throws(() => httpSender({ url: "ftp://x", timeoutMs: 0, idleMs: -1 }), {
    name: "RangeError",
    message: 'Cannot make a sender: url must be an http: or https: URL, got "ftp://x"; ' +
      "timeoutMs must be > 0, got 0; idleMs must be >= 0, got -1",
  });
});
