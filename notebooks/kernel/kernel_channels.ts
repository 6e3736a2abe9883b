/**
 * The channels of a kernel that a client needs: requests on `shell` and `control`, and what the kernel
 * tells everybody on `iopub`. The heartbeat is for kernels elsewhere: here the process itself is watched.
 *
 * @module
 */
import type { Connection } from "./connection.ts";
import { type Message, wireFormat } from "./wire_message.ts";
import { openZmtp, type ZmtpSocket } from "./zmtp_socket.ts";

/** A request on its way. */
export interface Request {
  id: string;
  reply: Promise<Message>;
}

/** See {@linkcode openChannels}. */
export interface Channels {
  request(channel: "shell" | "control", type: string, content: unknown): Request;
  /** Rejects if a channel cannot be used any more; never resolves. */
  readonly failed: Promise<never>;
  /** Safe to call twice. */
  close(): void;
}

/**
 * Connects to a kernel, which may be still starting.
 *
 * @param onTold called with each message of `iopub`, in order.
 */
export function openChannels(
  { key, shell_port, control_port, iopub_port }: Connection,
  onTold: (message: Message) => void,
): Channels {
  const { encode, decode } = wireFormat(key);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => {});
  const waiting = new Map<string, (reply: Message) => void>();
  const onReply = (frames: Uint8Array[]) => {
    const reply = decode(frames);
    waiting.get(reply.parentId ?? "")?.(reply);
    waiting.delete(reply.parentId ?? "");
  };
  const iopub = openZmtp("SUB", iopub_port, (frames) => onTold(decode(frames)), failed.reject);
  const sockets: Record<"shell" | "control", ZmtpSocket> = {
    shell: openZmtp("DEALER", shell_port, onReply, failed.reject),
    control: openZmtp("DEALER", control_port, onReply, failed.reject),
  };
  return {
    request(channel, type, content) {
      const { id, frames } = encode(type, content);
      const { promise: reply, resolve } = Promise.withResolvers<Message>();
      waiting.set(id, resolve);
      sockets[channel].send(frames).catch(failed.reject);
      return { id, reply };
    },
    failed: failed.promise,
    close() {
      for (const socket of [iopub, sockets.shell, sockets.control]) socket.close();
    },
  };
}
