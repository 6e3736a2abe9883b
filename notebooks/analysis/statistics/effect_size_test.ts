import assert from "node:assert/strict";
import fc from "fast-check";
import { cliffsDelta, cliffsDeltaWord, hedgesG } from "./effect_size.ts";

const BEFORE = [28.14, 28.02, 28.31, 27.96, 28.22, 28.09];
const AFTER = [25.4, 26.1, 24.9, 27.3, 25.8];

Deno.test("hedgesG() is the formula with the gamma function of SciPy", () => {
  assert.ok(Math.abs(hedgesG(BEFORE, AFTER)! + 3.3338704642456176) < 1e-11);
});

Deno.test("hedgesG() needs two values a group, and something that varies", () => {
  assert.equal(hedgesG([1], [1, 2]), undefined);
  assert.equal(hedgesG([1, 2], []), undefined);
  assert.equal(hedgesG([1, 1], [2, 2]), undefined);
});

Deno.test("cliffsDelta() counts every pair", () => {
  const group = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1 });
  fc.assert(fc.property(group, group, (a, b) => {
    const signs = a.flatMap((x) => b.map((y) => Math.sign(y - x) as number));
    const wanted = signs.reduce((sum, sign) => sum + sign, 0) / signs.length;
    assert.ok(Math.abs(cliffsDelta(a, b)! - wanted) < 1e-12);
  }));
});

Deno.test("cliffsDelta() is 1 where all are larger, and nothing of an empty group", () => {
  assert.equal(cliffsDelta([1, 2], [3, 4]), 1);
  assert.equal(cliffsDelta(BEFORE, AFTER), -1);
  assert.equal(cliffsDelta([], [1]), undefined);
  assert.throws(() => cliffsDelta([1], [NaN]), /finite/);
});

Deno.test("cliffsDeltaWord() ends each word where Romano and others do", () => {
  const cases: [number, string][] = [
    [0, "negligible"],
    [-0.146, "negligible"],
    [0.147, "small"],
    [0.33, "medium"],
    [-0.473, "medium"],
    [0.474, "large"],
    [-1, "large"],
  ];
  for (const [delta, word] of cases) assert.equal(cliffsDeltaWord(delta), word);
});
