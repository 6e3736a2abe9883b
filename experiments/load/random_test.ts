import assert from "node:assert/strict";
import { forkRandom, seededRandom } from "./random.ts";

const draws = (random: { next(): number }, count: number) =>
  Array.from({ length: count }, () => random.next());

Deno.test("seededRandom() is sfc32", () => {
  // Computed by another implementation, in Python.
  assert.deepEqual(draws(seededRandom(8812), 3).map((draw) => Math.floor(draw * 2 ** 32)), [
    3585553168,
    3427194453,
    3938648984,
  ]);
});

Deno.test("seededRandom() draws evenly from [0, 1)", () => {
  const bins = new Array<number>(20).fill(0);
  for (const draw of draws(seededRandom(7), 100_000)) {
    assert.ok(draw >= 0 && draw < 1);
    const bin = Math.floor(draw * bins.length);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  // Chi-square with 19 degrees of freedom: 43.8 is exceeded once in a thousand seeds.
  const chiSquare = bins.reduce((sum, count) => sum + (count - 5000) ** 2 / 5000, 0);
  assert.ok(chiSquare < 43.8, `chi-square ${chiSquare}`);
});

Deno.test("seededRandom() tells large seeds apart", () => {
  assert.notDeepEqual(draws(seededRandom(2 ** 32 + 1), 3), draws(seededRandom(1), 3));
});

Deno.test("seededRandom() refuses what is no seed", () => {
  for (const seed of [-1, 0.5, NaN, 2 ** 53]) {
    assert.throws(() => seededRandom(seed), {
      name: "RangeError",
      message: `Cannot seed: seed must be an integer from 0 to 2^53 - 1, got ${seed}`,
    });
  }
});

Deno.test("forkRandom() gives generators of their own", () => {
  const parent = seededRandom(1);
  const [first, second] = [forkRandom(parent), forkRandom(parent)];
  const alone = draws(first, 5);
  assert.notDeepEqual(draws(second, 5), alone);
  const again = seededRandom(1);
  const [firstAgain, secondAgain] = [forkRandom(again), forkRandom(again)];
  draws(secondAgain, 100);
  assert.deepEqual(draws(firstAgain, 5), alone);
});
