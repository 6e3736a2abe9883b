/**
 * Random numbers from a seed: the same on every machine, in streams that do not disturb each other.
 *
 * @module
 */
import type { Random } from "./ports.ts";

/** A stream of random numbers. */
export interface SeededRandom extends Random {
  /** The stream's name: the seed and the names of its forks, `42/network/api`. */
  readonly name: string;
  /** A uniform whole number from 0 to `limit` - 1; `limit` is a whole number from 1 to 2^32. */
  below(limit: number): number;
  /**
   * The stream called `name` under this one. It depends on names alone, not on what has been drawn: a
   * new reader elsewhere leaves it as it was. Two forks of one name are equal.
   */
  fork(name: string): SeededRandom;
}

/**
 * The stream of `seed`.
 *
 * The generator is xoshiro128** 1.1 (D. Blackman and S. Vigna, 2018, https://prng.di.unimi.it/), its
 * state filled by SplitMix64 as its authors advise, from the FNV-1a hash of the stream's name
 * (http://www.isthe.com/chongo/tech/comp/fnv/). A draw has 53 bits.
 *
 * @param seed a whole number from 0 to 2^53 - 1.
 * @throws {RangeError} when `seed` is no such number.
 * @example
 * ```ts
 * import { createSeededRandom } from "./seeded_random.ts";
 * import assert from "node:assert/strict";
 *
 * const draw = createSeededRandom(42).fork("network").next();
 * assert.equal(createSeededRandom(42).fork("network").next(), draw);
 * ```
 */
export function createSeededRandom(seed: number): SeededRandom {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Cannot seed a random stream: seed must be a whole number from 0 to 2^53 - 1, got ${seed}`,
    );
  }
  return createStream(String(seed));
}

function createStream(name: string): SeededRandom {
  const next32 = xoshiro128StarStar(stateFrom(fnv1a64(name)));
  return {
    name,
    next: () => {
      const high = next32() >>> 5;
      const low = next32() >>> 6;
      return (high * 0x4000000 + low) * 2 ** -53;
    },
    below: (limit) => {
      if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32) {
        throw new RangeError(
          `Cannot draw below a limit: limit must be a whole number from 1 to 2^32, got ${limit}`,
        );
      }
      // What exceeds the last whole multiple of the limit is drawn again: a bare remainder would
      // favour small numbers.
      const end = 2 ** 32 - (2 ** 32 % limit);
      let draw = next32();
      while (draw >= end) draw = next32();
      return draw % limit;
    },
    fork: (child) => createStream(`${name}/${child}`),
  };
}

/** xoshiro128** over the four 32-bit words of `state`, not all zero. Returns unsigned 32-bit words. */
export function xoshiro128StarStar(
  state: readonly [number, number, number, number],
): () => number {
  let [s0, s1, s2, s3] = state;
  return () => {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
}

/** SplitMix64 from `state`. Returns unsigned 64-bit words. */
export function splitMix64(state: bigint): () => bigint {
  let current = state;
  return () => {
    current = BigInt.asUintN(64, current + 0x9e3779b97f4a7c15n);
    let mixed = current;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  };
}

function stateFrom(hash: bigint): [number, number, number, number] {
  const next = splitMix64(hash);
  const [first, second] = [next(), next()];
  return [word(first), word(first >> 32n), word(second), word(second >> 32n)];
}

function word(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function fnv1a64(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
