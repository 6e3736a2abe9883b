/**
 * Cuts a byte stream into lines.
 *
 * @module
 */

/** A line without its line break. */
export interface Line {
  text: string;
  /** UTF-8 bytes of `text`. */
  bytes: number;
}

const NEWLINE = 10;
const encoder = new TextEncoder();

/**
 * A splitter of one stream: `push` returns the lines that a chunk completes, `end` what is left.
 * Empty lines are dropped. Lines longer than `bytesMax` are cut (a character is never split).
 *
 * Whole chunks are decoded at once and then split: a decode a line costs several times as much.
 *
 * @param bytesMax longest line, bytes, >= 4.
 * @example
 * ```ts
 * import { lineSplitter } from "./log_lines.ts";
 * import assert from "node:assert/strict";
 *
 * const lines = lineSplitter(1024);
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * assert.deepEqual(lines.push(bytes("one\ntw")), [{ text: "one", bytes: 3 }]);
 * assert.deepEqual(lines.push(bytes("o\n")), [{ text: "two", bytes: 3 }]);
 * ```
 */
export function lineSplitter(bytesMax: number) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest: Uint8Array[] = [];
  let restBytes = 0;

  function decode(bytes: Uint8Array): Line[] {
    const text = decoder.decode(bytes);
    const ascii = text.length === bytes.length;
    const lines: Line[] = [];
    for (const piece of text.split("\n")) {
      const line = piece.endsWith("\r") ? piece.slice(0, -1) : piece;
      if (line.length === 0) continue;
      const size = ascii ? line.length : encoder.encode(line).length;
      if (size <= bytesMax) lines.push({ text: line, bytes: size });
      else lines.push(...cut(line, bytesMax));
    }
    return lines;
  }

  function take(): Uint8Array {
    const bytes = concat(rest, restBytes);
    rest = [];
    restBytes = 0;
    return bytes;
  }

  return {
    push(chunk: Uint8Array): Line[] {
      const end = chunk.lastIndexOf(NEWLINE);
      if (end >= 0) {
        rest.push(chunk.subarray(0, end));
        restBytes += end;
        const lines = decode(take());
        // A copy: the chunk's whole buffer must not be kept for the sake of its tail.
        rest = [chunk.slice(end + 1)];
        restBytes = chunk.length - end - 1;
        return lines;
      }
      rest.push(chunk.slice());
      restBytes += chunk.length;
      if (restBytes <= bytesMax) return [];
      const bytes = take();
      const whole = characterBoundary(bytes);
      rest = [bytes.slice(whole)];
      restBytes = bytes.length - whole;
      return decode(bytes.subarray(0, whole));
    },
    end(): Line[] {
      return decode(take());
    },
  };
}

function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Where the last character that may still be unfinished begins: at most 3 bytes before the end. */
function characterBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

function cut(line: string, bytesMax: number): Line[] {
  const buffer = new Uint8Array(bytesMax);
  const pieces: Line[] = [];
  for (let left = line; left.length > 0;) {
    const { read, written } = encoder.encodeInto(left, buffer);
    pieces.push({ text: left.slice(0, read), bytes: written });
    left = left.slice(read);
  }
  return pieces;
}
