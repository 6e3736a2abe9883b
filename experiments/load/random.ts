/**
 * Randomness for loads: seeded, and divided so that one user's draws do not depend on another's.
 *
 * @module
 */
import type { Random } from "../../services/orders/ports.ts";

/**
 * A generator that gives the same draws for the same seed.
 * Source: sfc32 of Chris Doty-Humphrey's PractRand; its 128 bits of state are filled from the seed.
 *
 * @param seed an integer, 0 to 2^53 - 1.
 * @throws {RangeError} when the seed is no such integer.
 * @example
 * ```ts
 * import { seededRandom } from "./random.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(seededRandom(8812).next(), seededRandom(8812).next());
 * assert.notEqual(seededRandom(8812).next(), seededRandom(8813).next());
 * ```
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Cannot seed: seed must be an integer from 0 to 2^53 - 1, got ${seed}`);
  }
  return sfc32(seed >>> 0, Math.floor(seed / 2 ** 32), 0x9e3779b9);
}

/** A generator of its own, seeded by two draws from `random`. */
export function forkRandom(random: Random): Random {
  return sfc32(random.next() * 2 ** 32, random.next() * 2 ** 32, 0x243f6a88);
}

function sfc32(a: number, b: number, c: number): Random {
  let [x, y, z, counter] = [a | 0, b | 0, c | 0, 1];
  const next = () => {
    const sum = (x + y | 0) + counter | 0;
    counter = counter + 1 | 0;
    x = y ^ (y >>> 9);
    y = z + (z << 3) | 0;
    z = (z << 21 | z >>> 11) + sum | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first draws still resemble the seed.
  for (let i = 0; i < 15; i++) next();
  return { next };
}
