/**
 * The sender over HTTP/1.1: a keep-alive client of our own over plain sockets, because load is what
 * this project generates; `bench load` holds it against others.
 *
 * @module
 */
import { type ConnectionPool, connectionPool, type Waiter } from "./connection_pool.ts";
import type { ExchangeEnd, HttpConnection } from "./http_connection.ts";
import { requestEncoder } from "./http_request.ts";
import { requestWatch, type Watched } from "./request_watch.ts";
import type { Sender, SendResult } from "./sender.ts";

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

/**
 * Makes a sender. Every request has a connection of its own, opened when none is idle: how many are in
 * flight is for the load to bound. A request is never repeated, also when a reused
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
  const pool = connectionPool(url, idleMs);
  const watch = requestWatch<Flight>(timeoutMs);
  let closed = false;
  return {
    send(request, signal, onSent) {
      if (closed || signal?.aborted) {
        const why = closed ? "sender closed" : "aborted";
        return Promise.resolve({ answered: false, ambiguous: false, error: `not sent: ${why}` });
      }
      return new Promise((resolve) => {
        const flight = newFlight(pool, toBytes(request), onSent, (result) => {
          if (watch.remove(place)) resolve(result);
        });
        flight.deadlineMs = performance.now() + timeoutMs;
        flight.signal = signal;
        const place = watch.add(flight);
        pool.acquire(flight);
      });
    },
    connect: (count) => pool.connect(count),
    get opened() {
      return pool.opened;
    },
    close() {
      closed = true;
      watch.close("sender closed");
      pool.close();
    },
  };
}

/** One request, from the wish for a connection to its end. */
interface Flight extends Waiter, Watched {}

/** @param end called when it is over; perhaps more than once, of which the first counts. */
function newFlight(
  pool: ConnectionPool,
  bytes: Uint8Array,
  onSent: (() => void) | undefined,
  end: (result: SendResult) => void,
): Flight {
  let connection: HttpConnection | undefined;
  const flight: Flight = {
    deadlineMs: Infinity,
    signal: undefined,
    start(given) {
      connection = given;
      onSent?.();
      given.exchange(bytes, (exchangeEnd) => end(resultOf(exchangeEnd)));
    },
    fail(why) {
      end({ answered: false, ambiguous: false, error: `not sent: ${why}` });
    },
    giveUp(why) {
      if (connection) {
        end({ answered: false, ambiguous: true, error: `no answer: ${why}` });
        connection.close(why);
      } else {
        pool.forget(flight);
        flight.fail(why);
      }
    },
  };
  return flight;
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
