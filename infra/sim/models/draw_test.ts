import assert from "node:assert/strict";
import { createSeededRandom } from "../../../services/orders/seeded_random.ts";
import {
  constantMs,
  type Draw,
  empiricalMs,
  exponentialMs,
  lognormalMs,
  stretchesMs,
} from "./draw.ts";

/** 20,001 draws, in ascending order. */
function draws(draw: Draw): number[] {
  const random = createSeededRandom(1);
  return Array.from({ length: 20_001 }, () => draw(random)).sort((a, b) => a - b);
}

function assertNear(actual: number, expected: number, share: number): void {
  assert.ok(Math.abs(actual / expected - 1) < share, `${actual}, expected ${expected}`);
}

Deno.test("lognormalMs() has the median and the 99th percentile that it is given", () => {
  const sorted = draws(lognormalMs(10, 60));
  assertNear(sorted[10_000]!, 10, 0.02);
  assertNear(sorted[19_800]!, 60, 0.06);
  assert.ok(sorted[0]! > 0);
});

Deno.test("lognormalMs() without spread is constant", () => {
  const sorted = draws(lognormalMs(10, 10));
  assert.deepEqual([sorted[0], sorted.at(-1)], [10, 10]);
});

Deno.test("exponentialMs() has the mean and the median of the exponential", () => {
  const sorted = draws(exponentialMs(100));
  assertNear(sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length, 100, 0.02);
  assertNear(sorted[10_000]!, 100 * Math.log(2), 0.03);
});

Deno.test("empiricalMs() draws each sample as often", () => {
  const counts = Map.groupBy(draws(empiricalMs([1, 2, 2, 9])), (ms) => ms);
  assert.deepEqual([...counts.keys()], [1, 2, 9]);
  assertNear(counts.get(2)!.length, 10_000, 0.03);
  assertNear(counts.get(9)!.length, 5_000, 0.05);
});

Deno.test("stretchesMs() keeps neighbours together, and draws each sample as often", () => {
  const draw = stretchesMs([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 20);
  const random = createSeededRandom(1);
  const drawn = Array.from({ length: 20_000 }, () => draw(random));
  const jumps = drawn.filter((ms, index) => index > 0 && ms !== (drawn[index - 1]! + 1) % 10);
  // Of the jumps, one in ten leads to the neighbour.
  assertNear(jumps.length, 20_000 / 20 * 0.9, 0.1);
  assertNear(drawn.filter((ms) => ms === 3).length, 2000, 0.1);
});

Deno.test("models refuse parameters that are missing, negative or out of order", () => {
  const wrong: (() => Draw)[] = [
    () => constantMs(-1),
    () => constantMs(NaN),
    () => constantMs(undefined as unknown as number),
    () => lognormalMs(0, 10),
    () => lognormalMs(10, 9),
    () => lognormalMs(10, Infinity),
    () => exponentialMs(-1),
    () => empiricalMs([]),
    () => empiricalMs([1, -1]),
    () => empiricalMs([1, NaN]),
    () => stretchesMs([], 5),
    () => stretchesMs([1], 0.5),
  ];
  for (const make of wrong) assert.throws(make, RangeError, make.toString());
});
