/**
 * A client's end of a ZeroMQ connection, over Deno's own TCP.
 *
 * The package `zeromq` needs libuv, which Deno 2.9.6 only imitates for native libraries: it misses
 * messages that come while a socket connects, and has crashed the whole process.
 *
 * @module
 */
import { greeting, messageBytes, readyCommand, unitReader } from "./zmtp_frames.ts";

/** See {@linkcode openZmtp}. */
export interface ZmtpSocket {
  /** Sends a message, once there is a connection; rejects if that is lost. */
  send(frames: readonly (string | Uint8Array)[]): Promise<void>;
  /** Safe to call twice. */
  close(): void;
}

/** How often a port that nothing listens on yet is tried again, milliseconds. */
const RETRY_MS = 10;

/**
 * Opens a connection to a port of 127.0.0.1, waiting until something listens there.
 *
 * @param type `DEALER` sends requests and receives their answers; `SUB` receives all that is published.
 * @param onMessage called with each message, in order.
 * @param onFault called at most once, if the connection cannot be used any more, and not after `close`.
 */
export function openZmtp(
  type: "DEALER" | "SUB",
  port: number,
  onMessage: (frames: Uint8Array[]) => void,
  onFault: (fault: Error) => void,
): ZmtpSocket {
  const ready = Promise.withResolvers<(bytes: Uint8Array) => Promise<void>>();
  ready.promise.catch(() => {});
  let connection: Deno.TcpConn | undefined;
  let open = true;

  async function connect(): Promise<Deno.TcpConn | undefined> {
    while (open) {
      try {
        return await Deno.connect({ hostname: "127.0.0.1", port });
      } catch (error) {
        if (!(error instanceof Deno.errors.ConnectionRefused)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    return undefined;
  }

  async function talk() {
    connection = await connect();
    if (!open) connection?.close();
    if (!open || connection === undefined) return;
    const writer = connection.writable.getWriter();
    const write = (bytes: Uint8Array) => writer.write(bytes);
    await write(greeting());
    await write(readyCommand(type));
    const read = unitReader();
    for await (const piece of connection.readable) {
      for (const { kind, frames } of read(piece)) {
        if (kind === "message") onMessage(frames);
        else if (isReady(frames[0]!)) {
          // 1: subscribe; to every topic.
          if (type === "SUB") await write(messageBytes([Uint8Array.of(1)]));
          ready.resolve(write);
        }
      }
    }
    throw new Error(`it closed its connection on port ${port}`);
  }

  talk().catch((error: Error) => {
    ready.reject(error);
    if (open) onFault(error);
  });
  return {
    async send(frames) {
      await (await ready.promise)(messageBytes(frames));
    },
    close() {
      open = false;
      try {
        connection?.close();
      } catch (error) {
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}

function isReady(command: Uint8Array): boolean {
  return new TextDecoder().decode(command.subarray(1, 6)) === "READY";
}
