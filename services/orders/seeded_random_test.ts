import assert from "node:assert/strict";
import fc from "fast-check";
import { createSeededRandom, splitMix64, xoshiro128StarStar } from "./seeded_random.ts";

Deno.test("xoshiro128StarStar() gives the numbers of its authors' program", () => {
  // State 1, 2, 3, 4 in xoshiro128starstar.c 1.1; the same vector is in Rust's rand_xoshiro.
  const next = xoshiro128StarStar([1, 2, 3, 4]);
  assert.deepEqual(Array.from({ length: 10 }, next), [
    11520,
    0,
    5927040,
    70819200,
    2031721883,
    1637235492,
    1287239034,
    3734860849,
    3729100597,
    4258142804,
  ]);
});

Deno.test("splitMix64() gives the numbers of its author's program", () => {
  // Seed 1234567 in splitmix64.c; the same vector is on Rosetta Code.
  const next = splitMix64(1234567n);
  assert.deepEqual(Array.from({ length: 5 }, next), [
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

Deno.test("createSeededRandom() gives these numbers for ever: runs are replayed by their seed", () => {
  const random = createSeededRandom(42);
  const draws = Array.from({ length: 3 }, random.next);
  assert.deepEqual(draws, [0.5762242715147605, 0.30589826596052583, 0.5229358363217603]);
  const network = random.fork("network");
  assert.deepEqual(Array.from({ length: 5 }, () => network.below(1000)), [475, 133, 971, 295, 767]);
});

Deno.test("createSeededRandom() draws from [0, 1), evenly", () => {
  const random = createSeededRandom(7);
  const counts = new Array<number>(16).fill(0);
  const draws = 64_000;
  for (let draw = 0; draw < draws; draw++) {
    const value = random.next();
    assert.ok(value >= 0 && value < 1);
    const bin = Math.floor(value * counts.length);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  // Pearson's chi-squared, 15 degrees of freedom: 37.7 is exceeded once in a thousand seeds.
  assert.ok(chiSquared(counts, draws / counts.length) < 37.7, counts.join(" "));
});

Deno.test("below() draws whole numbers, evenly also where the limit divides no power of two", () => {
  const random = createSeededRandom(7);
  const counts = [0, 0, 0];
  for (let draw = 0; draw < 30_000; draw++) {
    const value = random.below(3);
    counts[value] = (counts[value] ?? Number.NaN) + 1;
  }
  // 2 degrees of freedom: 13.8 is exceeded once in a thousand seeds.
  assert.ok(chiSquared(counts, 10_000) < 13.8, counts.join(" "));
  const limit = 3 * 2 ** 30;
  const upper = Array.from({ length: 3000 }, () => random.below(limit))
    .filter((value) => value >= limit / 3 * 2).length;
  // A bare remainder would put a quarter there instead of a third.
  assert.ok(upper > 900 && upper < 1100, `${upper} of 3000 in the upper third`);
});

Deno.test("below() refuses limits that it cannot draw below", () => {
  const random = createSeededRandom(1);
  for (const limit of [0, -1, 1.5, NaN, 2 ** 32 + 1]) {
    assert.throws(() => random.below(limit), RangeError);
  }
  assert.equal(random.below(1), 0);
  assert.ok(random.below(2 ** 32) >= 0);
});

Deno.test("fork() depends on seed and names alone", () => {
  fc.assert(
    fc.property(fc.nat(), fc.string(), fc.nat(50), (seed, name, drawn) => {
      const [fresh, used] = [createSeededRandom(seed), createSeededRandom(seed)];
      for (let draw = 0; draw < drawn; draw++) used.next();
      const draws = (random: { next(): number }) => Array.from({ length: 3 }, random.next);
      assert.deepEqual(draws(used.fork(name)), draws(fresh.fork(name)));
      assert.notDeepEqual(draws(fresh.fork(name)), draws(fresh.fork(`${name}2`)));
      assert.notDeepEqual(draws(fresh.fork(name)), draws(createSeededRandom(seed + 1).fork(name)));
    }),
    { numRuns: 50 },
  );
});

Deno.test("createSeededRandom() refuses seeds that are not whole", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => createSeededRandom(seed), {
      name: "RangeError",
      message:
        `Cannot seed a random stream: seed must be a whole number from 0 to 2^53 - 1, got ${seed}`,
    });
  }
});

function chiSquared(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
