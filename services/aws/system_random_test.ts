import assert from "node:assert/strict";
import { createSystemRandom } from "./system_random.ts";

Deno.test("createSystemRandom() draws from [0, 1), evenly", () => {
  const random = createSystemRandom();
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 100_000; draw++) {
    const value = random.next();
    assert.ok(value >= 0 && value < 1, String(value));
    counts[Math.floor(value * 10)]!++;
  }
  // Seven standard deviations of a binomial: off by chance once in 10^11 runs.
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 700, counts.join(" "));
});

Deno.test("createSystemRandom() does not repeat itself when its pool is used up", () => {
  const random = createSystemRandom();
  const draws = Array.from({ length: 5000 }, () => random.next());
  assert.equal(new Set(draws).size, draws.length);
});
