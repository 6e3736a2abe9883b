/**
 * The channels of a kernel that a client needs: requests on `shell` and `control`, and what the kernel
 * tells everybody on `iopub`. The heartbeat is for kernels elsewhere: here the process itself is watched.
 *
 * @module
 */
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./connection.ts";
import { type Message, wireFormat } from "./wire_message.ts";

/** A request on its way. */
export interface Request {
  id: string;
  reply: Promise<Message>;
}

/** See {@linkcode openChannels}. */
export interface Channels {
  request(channel: "shell" | "control", type: string, content: unknown): Request;
  /** Rejects if a message cannot be read; never resolves. */
  readonly failed: Promise<never>;
  /** Safe to call twice. */
  close(): void;
}

/** How often sockets are looked at, milliseconds. */
const POLL_MS = 5;

/** A kernel that is still starting is tried again this often, milliseconds. */
const RECONNECT_MS = 20;

/**
 * Connects to a kernel, which may be still starting.
 *
 * Sockets are looked at every {@linkcode POLL_MS} and not awaited: under Deno 2.9.6, which stands in for
 * libuv, a `receive()` that waits while its socket connects never hears of the message.
 *
 * @param onTold called with each message of `iopub`, in order.
 */
export function openChannels(
  connection: Connection,
  onTold: (message: Message) => void,
): Channels {
  const { ip, key, shell_port, control_port, iopub_port } = connection;
  const { encode, decode } = wireFormat(key);
  const options = { linger: 0, reconnectInterval: RECONNECT_MS };
  const shell = new Dealer(options);
  const control = new Dealer(options);
  const iopub = new Subscriber(options);
  shell.connect(`tcp://${ip}:${shell_port}`);
  control.connect(`tcp://${ip}:${control_port}`);
  iopub.connect(`tcp://${ip}:${iopub_port}`);
  iopub.subscribe();

  const waiting = new Map<string, (reply: Message) => void>();
  const onReply = (reply: Message) => waiting.get(reply.parentId ?? "")?.(reply);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});

  async function look(socket: Dealer | Subscriber, onMessage: (message: Message) => void) {
    while (!socket.closed && socket.readable) onMessage(decode(await socket.receive()));
  }
  async function lookOften() {
    while (!iopub.closed) {
      // What was told before a reply is heard before it.
      await look(iopub, onTold);
      await look(shell, onReply);
      await look(control, onReply);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
  lookOften().catch(failed.reject);

  return {
    request(channel, type, content) {
      const { id, frames } = encode(type, content);
      const { promise: reply, resolve } = Promise.withResolvers<Message>();
      waiting.set(id, (message) => {
        waiting.delete(id);
        resolve(message);
      });
      (channel === "shell" ? shell : control).send(frames).catch(failed.reject);
      return { id, reply };
    },
    failed: failed.promise,
    close() {
      for (const socket of [shell, control, iopub]) if (!socket.closed) socket.close();
    },
  };
}
