/**
 * The sender over HTTP/1.1: a keep-alive client of our own over plain sockets, because load is what
 * this project generates; `http_sender_bench.ts` holds it against others.
 *
 * @module
 */
import {
  type ExchangeEnd,
  type HttpConnection,
  httpConnection,
  reasonOf,
} from "./http_connection.ts";
import type { OutgoingRequest, Sender, SendResult } from "./sender.ts";

/** What {@linkcode httpSender} is made from. */
export interface HttpSenderOptions {
  /** Where orders are posted: `http:` or `https:`, path included. */
  url: string;
  /** Longest wait for an answer, connecting included, milliseconds, > 0; default 60,000. */
  timeoutMs?: number;
  /**
   * A connection that has been idle for longer is not used again, milliseconds, >= 0; default 4,000.
   * Servers close idle connections (Node after 5 s), and an order sent into the closing would be lost.
   */
  idleMs?: number;
}

/** A sender that holds connections. */
export interface HttpSender extends Sender {
  /** Opens connections until `count` are idle, so that the first sends find them open. Never throws. */
  connect(count: number): Promise<void>;
  /** Connections opened so far. */
  readonly opened: number;
  /** Ends all connections; requests under way end unanswered. */
  close(): void;
}

interface Flight {
  deadlineMs: number;
  /** Absent while the connection is being opened. */
  connection: HttpConnection | undefined;
  done: boolean;
  end(result: SendResult): void;
}

/**
 * Makes a sender. Every request in flight has a connection of its own, opened when none is idle: how
 * many are in flight is for the load to bound. A request is never repeated, also when a reused
 * connection turns out to be closed.
 *
 * @throws {RangeError} naming every fault of the options.
 * @example
 * ```ts
 * import { httpSender } from "./http_sender.ts";
 * import assert from "node:assert/strict";
 *
 * const sender = httpSender({ url: "http://127.0.0.1:1/orders/async", timeoutMs: 1000 });
 * assert.deepEqual(await sender.send({ orderId: "o1", body: "{}" }), {
 *   answered: false,
 *   ambiguous: false,
 *   error: "not sent: connection refused (127.0.0.1:1)",
 * });
 * sender.close();
 * ```
 */
export function httpSender(options: HttpSenderOptions): HttpSender {
  const { url, timeoutMs, idleMs } = checkedOptions(options);
  const toBytes = requestEncoder(url);
  const idle: HttpConnection[] = [];
  const all = new Set<HttpConnection>();
  // All have the same time-out, so that the set's order of insertion is the order of deadlines.
  const flights = new Set<Flight>();
  const flightsOf = new WeakMap<AbortSignal, Set<Flight>>();
  let sweep: ReturnType<typeof setTimeout> | undefined;
  let opened = 0;
  let closed = false;

  async function open(): Promise<HttpConnection> {
    const socket = await connectTo(url);
    opened++;
    const connection = httpConnection(
      socket,
      (free) => idle.push(free),
      (gone) => all.delete(gone),
    );
    all.add(connection);
    if (closed) connection.close("sender closed");
    return connection;
  }

  /** The connection used last, as the others may then grow old and be closed. */
  function takeIdle(): HttpConnection | undefined {
    const oldestMs = performance.now() - idleMs;
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (connection.usable && connection.idleSinceMs >= oldestMs) return connection;
      connection.close("idle for too long");
    }
    return undefined;
  }

  function giveUp(flight: Flight, why: string): void {
    const { connection } = flight;
    flight.end({
      answered: false,
      ambiguous: connection !== undefined,
      error: `${connection ? "no answer" : "not sent"}: ${why}`,
    });
    connection?.close(why);
  }

  function armSweep(): void {
    const [first] = flights;
    if (sweep !== undefined || first === undefined) return;
    sweep = setTimeout(() => {
      sweep = undefined;
      const now = performance.now();
      for (const flight of flights) {
        if (flight.deadlineMs > now) break;
        giveUp(flight, `timed out after ${timeoutMs} ms`);
      }
      armSweep();
    }, Math.max(1, first.deadlineMs - performance.now()));
    // A time-out is no reason to keep the process; the open connection is.
    Deno.unrefTimer(sweep);
  }

  function flightsUnder(signal: AbortSignal): Set<Flight> {
    const known = flightsOf.get(signal);
    if (known) return known;
    const made = new Set<Flight>();
    flightsOf.set(signal, made);
    const abort = () => {
      for (const flight of made) giveUp(flight, "aborted");
    };
    // One listener a signal, not one a request: a load has one signal.
    signal.addEventListener("abort", abort, { once: true });
    return made;
  }

  function start(flight: Flight, connection: HttpConnection, bytes: Uint8Array): void {
    flight.connection = connection;
    connection.exchange(bytes, (end) => flight.end(resultOf(end)));
  }

  return {
    send(request, signal, onSent) {
      if (closed || signal?.aborted) {
        const why = closed ? "sender closed" : "aborted";
        return Promise.resolve({ answered: false, ambiguous: false, error: `not sent: ${why}` });
      }
      return new Promise((resolve) => {
        const mates = signal && flightsUnder(signal);
        const flight: Flight = {
          deadlineMs: performance.now() + timeoutMs,
          connection: undefined,
          done: false,
          end(result) {
            if (flight.done) return;
            flight.done = true;
            flights.delete(flight);
            mates?.delete(flight);
            resolve(result);
          },
        };
        flights.add(flight);
        mates?.add(flight);
        armSweep();
        const bytes = toBytes(request);
        const connection = takeIdle();
        if (connection) {
          onSent?.();
          return start(flight, connection, bytes);
        }
        open().then((connection) => {
          // Given up while it was being opened: the next request may have the connection.
          if (flight.done) return void (connection.usable && idle.push(connection));
          onSent?.();
          start(flight, connection, bytes);
        }, (error) => {
          const why = `${reasonOf(error)} (${url.host})`;
          flight.end({ answered: false, ambiguous: false, error: `not sent: ${why}` });
        });
      });
    },
    async connect(count) {
      const missing = Math.max(0, count - idle.length);
      await Promise.all(Array.from({ length: missing }, async () => {
        const connection = await open().catch(() => undefined);
        if (connection?.usable) idle.push(connection);
      }));
    },
    get opened() {
      return opened;
    },
    close() {
      closed = true;
      clearTimeout(sweep);
      for (const flight of flights) giveUp(flight, "sender closed");
      for (const connection of all) connection.close("sender closed");
    },
  };
}

function resultOf(end: ExchangeEnd): SendResult {
  if ("error" in end) return { answered: false, ambiguous: true, error: end.error };
  const { status, excerpt } = end.response;
  if (status >= 200 && status < 300) return { answered: true, status };
  return { answered: true, status, error: excerpt.replace(/\s+/g, " ").trim() };
}

function checkedOptions({ url, timeoutMs = 60_000, idleMs = 4_000 }: HttpSenderOptions) {
  const faults: string[] = [];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    faults.push(`url must be an http: or https: URL, got ${JSON.stringify(url)}`);
  }
  if (!(timeoutMs > 0)) faults.push(`timeoutMs must be > 0, got ${timeoutMs}`);
  if (!(idleMs >= 0)) faults.push(`idleMs must be >= 0, got ${idleMs}`);
  if (faults.length > 0 || !parsed) {
    throw new RangeError(`Cannot make a sender: ${faults.join("; ")}`);
  }
  return { url: parsed, timeoutMs, idleMs };
}

async function connectTo(url: URL): Promise<Deno.Conn> {
  // The brackets of an IPv6 address belong to the URL, not to the address.
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const secure = url.protocol === "https:";
  const port = Number(url.port || (secure ? 443 : 80));
  if (secure) return await Deno.connectTls({ hostname, port, alpnProtocols: ["http/1.1"] });
  const socket = await Deno.connect({ hostname, port });
  socket.setNoDelay(true);
  return socket;
}

/** Makes the function from an order to the bytes of its request. */
function requestEncoder(url: URL): (request: OutgoingRequest) => Uint8Array {
  const encoder = new TextEncoder();
  const head = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n` +
    "content-type: application/json\r\naccept: application/json\r\ncontent-length: ";
  return ({ body }) => {
    // Most bodies are ASCII; a second look is needed only where a character takes several bytes.
    const guess = encoder.encode(`${head}${body.length}\r\n\r\n${body}`);
    const extra = guess.length - head.length - String(body.length).length - 4 - body.length;
    return extra === 0 ? guess : encoder.encode(`${head}${body.length + extra}\r\n\r\n${body}`);
  };
}
