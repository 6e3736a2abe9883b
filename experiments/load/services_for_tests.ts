/**
 * Services that answer as a test wants, on loopback.
 *
 * @module
 */
import { type HttpSender, httpSender, type HttpSenderOptions } from "./http_sender.ts";

export const order = { orderId: "o1", body: '{"order_id":"o1"}' };
export const ACCEPTED = "HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n\r\n{}";

/** Runs a sender against a server that answers as a service does. */
export async function withService(
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
export async function withSockets(
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

export const write = (socket: Deno.TcpConn, text: string) =>
  socket.write(new TextEncoder().encode(text));
