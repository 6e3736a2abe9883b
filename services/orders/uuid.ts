import type { Random } from "./ports.ts";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A version 4 UUID (RFC 9562, section 5.4) from the given randomness, so that a simulation's ids
 * follow from its seed.
 *
 * @example
 * ```ts
 * import { uuidFrom } from "./uuid.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(uuidFrom({ next: () => 0 }), "00000000-0000-4000-8000-000000000000");
 * ```
 */
export function uuidFrom(random: Random): string {
  const a = random.next() * 4294967296 >>> 0;
  const b = random.next() * 4294967296 >>> 0;
  const c = random.next() * 4294967296 >>> 0;
  const d = random.next() * 4294967296 >>> 0;
  return hex(a >>> 16) + hex(a) + "-" + hex(b >>> 16) + "-" + hex(b & 0x0fff | 0x4000) + "-" +
    hex(c >>> 16 & 0x3fff | 0x8000) + "-" + hex(c) + hex(d >>> 16) + hex(d);
}

function hex(word: number): string {
  return HEX[word >>> 8 & 0xff]! + HEX[word & 0xff]!;
}
