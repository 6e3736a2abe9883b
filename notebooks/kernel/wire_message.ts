/**
 * Messages of the Jupyter protocol as they go over ZeroMQ: JSON in four frames, signed with the key of
 * the connection file.
 *
 * Source: jupyter-client.readthedocs.io/en/stable/messaging.html, "The wire protocol", version 5.3.
 *
 * @module
 */
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

/** A message as far as a client looks at it. */
export interface Message {
  /** `execute_request`, `status`, `stream`, … */
  type: string;
  /** Id of the request that it answers or tells of; absent of one that nothing asked for. */
  parentId?: string;
  content: unknown;
}

/** Ends the addresses before a message. */
const DELIMITER = "<IDS|MSG>";

const header = z.object({ msg_type: z.string() });
const parentHeader = z.object({ msg_id: z.string().optional() });

/** See {@linkcode wireFormat}. */
export interface WireFormat {
  /** Frames of a request, and the id that its answers name. */
  encode(type: string, content: unknown): { id: string; frames: string[] };
  /** @throws {TypeError} if the frames are no message, or their signature is not by this key. */
  decode(frames: readonly Uint8Array[]): Message;
}

/**
 * Writes and reads the messages of one session.
 *
 * @param key signs with HMAC-SHA256.
 * @example
 * ```ts
 * import { wireFormat } from "./wire_message.ts";
 * import assert from "node:assert/strict";
 *
 * const { encode, decode } = wireFormat("a key");
 * const frames = encode("kernel_info_request", {}).frames.map((text) => new TextEncoder().encode(text));
 * assert.equal(decode(frames).type, "kernel_info_request");
 * assert.throws(() => wireFormat("another").decode(frames), /signature/);
 * ```
 */
export function wireFormat(key: string): WireFormat {
  const session = randomUUID();
  const sign = (parts: readonly (string | Uint8Array)[]) => {
    const hmac = createHmac("sha256", key);
    parts.forEach((part) => hmac.update(part));
    return hmac.digest("hex");
  };
  return {
    encode(type, content) {
      const id = randomUUID();
      const date = new Date().toISOString();
      const head = { msg_id: id, session, username: "", date, msg_type: type, version: "5.3" };
      const parts = [head, {}, {}, content].map((part) => JSON.stringify(part));
      return { id, frames: [DELIMITER, sign(parts), ...parts] };
    },
    decode(frames) {
      const decoder = new TextDecoder();
      const start = frames.findIndex((frame) => decoder.decode(frame) === DELIMITER);
      // Frames after the content are raw buffers, which are not signed.
      const [signature, ...parts] = frames.slice(start + 1, start + 6);
      if (start < 0 || signature === undefined || parts.length < 4) {
        throw new TypeError(
          `Cannot read a message: it must have 6 frames from ${DELIMITER} on, got ${frames.length}`,
        );
      }
      const wanted = new TextEncoder().encode(sign(parts));
      if (wanted.length !== signature.length || !timingSafeEqual(wanted, signature)) {
        throw new TypeError(
          "Cannot read a message: its signature must be by this connection's key",
        );
      }
      const [head, parent, , content] = parts.map((part) => JSON.parse(decoder.decode(part)));
      const parentId = parentHeader.parse(parent).msg_id;
      return {
        type: header.parse(head).msg_type,
        ...(parentId !== undefined && { parentId }),
        content,
      };
    },
  };
}
