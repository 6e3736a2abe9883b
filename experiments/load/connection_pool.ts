/**
 * The connections of {@linkcode httpSender}: kept while they may be used, opened when none is free.
 *
 * @module
 */
import { type HttpConnection, httpConnection, reasonOf } from "./http_connection.ts";

/** Who wants a connection. */
export interface Waiter {
  /** Here it is. */
  start(connection: HttpConnection): void;
  /** None could be opened. */
  fail(why: string): void;
}

/** Connections to one service. */
export interface ConnectionPool {
  /** Gives a free connection at once, or the next that comes free or is opened. */
  acquire(waiter: Waiter): void;
  /** The waiter does not want one any more. */
  forget(waiter: Waiter): void;
  /** Opens connections until `count` are idle. Never throws. */
  connect(count: number): Promise<void>;
  /** Connections opened so far. */
  readonly opened: number;
  /** Ends all connections. */
  close(): void;
}

/**
 * Connections that are being opened at once. A burst behind a hiccup then goes out by the connections
 * that come free, instead of opening hundreds that the service has to take as well.
 */
const CONNECTS_MAX = 64;

/**
 * Makes a pool.
 *
 * @param idleMs a connection that has been idle for longer is not used again.
 */
export function connectionPool(url: URL, idleMs: number): ConnectionPool {
  const idle: HttpConnection[] = [];
  const all = new Set<HttpConnection>();
  const waiting = new Set<Waiter>();
  let connecting = 0;
  let opened = 0;
  let closed = false;

  async function open(): Promise<HttpConnection> {
    const socket = await connectTo(url);
    opened++;
    const connection = httpConnection(socket, offer, (gone) => all.delete(gone));
    all.add(connection);
    if (closed) connection.close("sender closed");
    return connection;
  }

  /** Gives a free connection to whoever has waited longest. */
  function offer(connection: HttpConnection): void {
    if (!connection.usable) return;
    const first = takeWaiter();
    if (first) first.start(connection);
    else idle.push(connection);
  }

  function takeWaiter(): Waiter | undefined {
    const [first] = waiting;
    if (first) waiting.delete(first);
    return first;
  }

  /** The connection used last, so that the others may grow old and be closed. */
  function takeIdle(): HttpConnection | undefined {
    const oldestMs = performance.now() - idleMs;
    for (let connection = idle.pop(); connection; connection = idle.pop()) {
      if (connection.usable && connection.idleSinceMs >= oldestMs) return connection;
      connection.close("idle for too long");
    }
    return undefined;
  }

  function openForWaiting(): void {
    if (connecting >= CONNECTS_MAX || connecting >= waiting.size) return;
    connecting++;
    open().then(offer, (error) => takeWaiter()?.fail(`${reasonOf(error)} (${url.host})`))
      .finally(() => {
        connecting--;
        openForWaiting();
      });
  }

  return {
    acquire(waiter) {
      const connection = takeIdle();
      if (connection) return waiter.start(connection);
      waiting.add(waiter);
      openForWaiting();
    },
    forget: (waiter) => void waiting.delete(waiter),
    async connect(count) {
      const missing = Math.max(0, count - idle.length);
      // What cannot be opened now is noticed, and told, by the first who needs it.
      await Promise.allSettled(Array.from({ length: missing }, () => open().then(offer)));
    },
    get opened() {
      return opened;
    },
    close() {
      closed = true;
      for (const connection of all) connection.close("sender closed");
    },
  };
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
