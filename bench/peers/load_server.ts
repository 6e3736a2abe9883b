/**
 * The server that load generators are measured against: plain HTTP/1.1 over TCP, so that it is not
 * what limits them. It notes when each request arrives.
 *
 * `POST` is answered by 202 and noted, except below `/warm`; `GET /reset` forgets; `GET
 * /report?rate=3000` says what came, and its lag behind that rate.
 *
 * @module
 */
import { arrivalLag } from "../lag.ts";

const ARRIVALS_MAX = 4_000_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const BODY = '{"status":"pending"}';
const ACCEPTED = encoder.encode(answer(202, BODY));
const [G, SLASH_AT, W] = ["G".charCodeAt(0), "POST /".length, "w".charCodeAt(0)];
const END_OF_HEAD = [13, 10, 13, 10];

const arrivedAtMs = new Float64Array(ARRIVALS_MAX);
let arrived = 0;

function answer(status: number, body: string): string {
  const head = `HTTP/1.1 ${status} OK\r\ncontent-type: application/json`;
  return `${head}\r\ncontent-length: ${encoder.encode(body).length}\r\n\r\n${body}`;
}

/** Length of the first request in `bytes`, 0 if it is not complete yet. */
function requestLength(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
    if (!END_OF_HEAD.every((byte, index) => bytes[at + index] === byte)) continue;
    const head = decoder.decode(bytes.subarray(0, at));
    const length = at + 4 + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
    return length <= bytes.length ? length : 0;
  }
  return 0;
}

function control(request: Uint8Array): Uint8Array {
  const line = decoder.decode(request.subarray(0, 200)).split(" ")[1] ?? "";
  if (line === "/reset") {
    arrived = 0;
    return encoder.encode(answer(200, "{}"));
  }
  const all = arrivedAtMs.subarray(0, arrived);
  const rate = Number(new URL(line, "http://localhost").searchParams.get("rate") ?? 1);
  const spanMs = (all[arrived - 1] ?? 0) - (all[0] ?? 0);
  return encoder.encode(answer(200, JSON.stringify({ spanMs, ...arrivalLag(all, rate) })));
}

/** Answers the complete requests in `bytes`; returns how many bytes they were. */
async function answerAll(connection: Deno.Conn, bytes: Uint8Array): Promise<number> {
  let done = 0;
  for (let rest = bytes;; rest = bytes.subarray(done)) {
    const length = requestLength(rest);
    if (length === 0) return done;
    const isControl = rest[0] === G;
    if (!isControl && rest[SLASH_AT] !== W && arrived < ARRIVALS_MAX) {
      arrivedAtMs[arrived++] = performance.now();
    }
    const reply = isControl ? control(rest.subarray(0, length)) : ACCEPTED;
    for (let sent = 0; sent < reply.length;) sent += await connection.write(reply.subarray(sent));
    done += length;
  }
}

async function serve(connection: Deno.TcpConn): Promise<void> {
  connection.setNoDelay();
  const buffer = new Uint8Array(65_536);
  let held = 0;
  try {
    for (;;) {
      const read = await connection.read(buffer.subarray(held));
      if (read === null) break;
      held += read;
      const done = await answerAll(connection, buffer.subarray(0, held));
      buffer.copyWithin(0, done, held);
      held -= done;
    }
  } catch {
    // A client that resets its connection has ended, that is all.
  } finally {
    connection.close();
  }
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
console.log(JSON.stringify({
  event: "listening",
  url: `http://127.0.0.1:${listener.addr.port}`,
}));
void (async () => {
  for await (const connection of listener) void serve(connection);
})();

// Its parent is gone when its standard input ends.
for await (const _ of Deno.stdin.readable);
Deno.exit(0);
