/**
 * ZeroMQ's protocol on a TCP connection: a greeting, then frames that make up messages and commands.
 *
 * Source: rfc.zeromq.org/spec/23, ZMTP 3.0, with the security mechanism NULL.
 *
 * @module
 */

/** What follows the greeting: a message, or a command of the protocol itself. */
export interface Unit {
  kind: "message" | "command";
  frames: Uint8Array[];
}

const MORE = 1;
const LONG = 2;
const COMMAND = 4;

const GREETING_BYTES = 64;
const VERSION_AT = 10;
const MECHANISM_AT = 12;
const MECHANISM = "NULL";

/** What both sides say first: signature, version 3.0, no security. */
export function greeting(): Uint8Array {
  const bytes = new Uint8Array(GREETING_BYTES);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[VERSION_AT] = 3;
  bytes.set(new TextEncoder().encode(MECHANISM), MECHANISM_AT);
  return bytes;
}

/** The command that ends the handshake. */
export function readyCommand(socketType: "DEALER" | "SUB"): Uint8Array {
  const [name, property, value] = ["READY", "Socket-Type", socketType].map((text) =>
    new TextEncoder().encode(text)
  );
  const body = concat([
    Uint8Array.of(name!.length),
    name!,
    Uint8Array.of(property!.length),
    property!,
    Uint8Array.of(0, 0, 0, value!.length),
    value!,
  ]);
  return concat(frame(body, COMMAND));
}

/**
 * The bytes of a message.
 *
 * @example
 * ```ts
 * import { greeting, messageBytes, unitReader } from "./zmtp_frames.ts";
 * import assert from "node:assert/strict";
 *
 * const read = unitReader();
 * read(greeting());
 * assert.deepEqual(read(messageBytes(["a", "b"])), [
 *   { kind: "message", frames: [Uint8Array.of(97), Uint8Array.of(98)] },
 * ]);
 * ```
 */
export function messageBytes(frames: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  return concat(frames.flatMap((part, index) => {
    const body = typeof part === "string" ? encoder.encode(part) : part;
    return frame(body, index < frames.length - 1 ? MORE : 0);
  }));
}

function frame(body: Uint8Array, flags: number): Uint8Array[] {
  if (body.length < 256) return [Uint8Array.of(flags, body.length), body];
  const head = new Uint8Array(9);
  head[0] = flags | LONG;
  new DataView(head.buffer).setBigUint64(1, BigInt(body.length));
  return [head, body];
}

/**
 * A reader of one connection's bytes: takes them in any pieces, returns what they complete.
 *
 * @returns a function that throws a {@linkcode TypeError} if the other side speaks another protocol.
 */
export function unitReader(): (piece: Uint8Array) => Unit[] {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let wanted = GREETING_BYTES;
  let greeted = false;
  let frames: Uint8Array[] = [];

  /** One step over `bytes`; returns how many it took, or 0 and sets `wanted`. */
  function step(bytes: Uint8Array, units: Unit[]): number {
    if (!greeted) {
      checkGreeting(bytes);
      greeted = true;
      wanted = 2;
      return GREETING_BYTES;
    }
    const flags = bytes[0]!;
    const headBytes = flags & LONG ? 9 : 2;
    wanted = headBytes;
    if (bytes.length < headBytes) return 0;
    const bodyBytes = flags & LONG
      ? Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(1))
      : bytes[1]!;
    wanted = headBytes + bodyBytes;
    if (bytes.length < wanted) return 0;
    frames.push(bytes.slice(headBytes, wanted));
    if (!(flags & MORE)) {
      units.push({ kind: flags & COMMAND ? "command" : "message", frames });
      frames = [];
    }
    const taken = wanted;
    wanted = 2;
    return taken;
  }

  return (piece) => {
    pieces.push(piece);
    length += piece.length;
    const units: Unit[] = [];
    // A large frame comes in many pieces, which are joined once.
    if (length < wanted) return units;
    let bytes = concat(pieces);
    while (bytes.length >= wanted) bytes = bytes.subarray(step(bytes, units));
    pieces.splice(0, pieces.length, bytes);
    length = bytes.length;
    return units;
  };
}

function checkGreeting(bytes: Uint8Array) {
  const wrong = (rule: string) => new TypeError(`Cannot talk to a kernel: ${rule}`);
  const text = (from: number, to: number) => new TextDecoder().decode(bytes.subarray(from, to));
  if (bytes[0] !== 0xff || bytes[9] !== 0x7f) {
    throw wrong(`it must greet as ZeroMQ does, got ${JSON.stringify(text(0, 10))}`);
  }
  const version = bytes[VERSION_AT]!;
  if (version < 3) throw wrong(`its protocol must be of version 3, got ${version}`);
  const mechanism = text(MECHANISM_AT, MECHANISM_AT + 20).replace(/\0+$/, "");
  if (mechanism !== MECHANISM) throw wrong(`it must ask for no security, got ${mechanism}`);
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
