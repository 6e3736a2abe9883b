import type { Random } from "../orders/ports.ts";

/** The machine's randomness, by the pool: one system call for 512 draws. */
export function createSystemRandom(): Random {
  const pool = new Uint32Array(1024);
  let used = pool.length;
  return {
    next() {
      if (used >= pool.length) {
        crypto.getRandomValues(pool);
        used = 0;
      }
      // 53 bits, as Math.random has: 26 of one word, 27 of the next.
      const high = pool[used]! >>> 6;
      const low = pool[used + 1]! >>> 5;
      used += 2;
      return (high * 134_217_728 + low) / 9_007_199_254_740_992;
    },
  };
}
