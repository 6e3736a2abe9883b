import assert from "node:assert/strict";
import fc from "fast-check";
import { thinned } from "./thinned.ts";

const curves = fc.record({
  values: fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 200 }),
  pointsMax: fc.integer({ min: 4, max: 210 }),
});

Deno.test("thinned() keeps start, end, lowest and highest, in time, and all of few points", () => {
  fc.assert(fc.property(curves, ({ values, pointsMax }) => {
    const places = thinned(values, pointsMax);
    assert.ok(places.length <= pointsMax);
    assert.ok(places.every((place, at) => at === 0 || place > places[at - 1]!));
    const heights = places.map((place) => values[place]!);
    assert.equal(Math.max(...heights), Math.max(...values));
    assert.equal(Math.min(...heights), Math.min(...values));
    assert.deepEqual([heights[0], heights.at(-1)], [values[0], values.at(-1)]);
    if (values.length <= pointsMax) assert.deepEqual(heights, values);
  }));
});

Deno.test("thinned() keeps the lowest and the highest of each stretch", () => {
  const values = Array.from({ length: 1002 }, (_, place) => Math.sin(place / 7) * place);
  const places = new Set(thinned(values, 22));
  for (let from = 1; from < 1001; from += 100) {
    const stretch = values.slice(from, from + 100);
    assert.ok(places.has(from + stretch.indexOf(Math.max(...stretch))));
    assert.ok(places.has(from + stretch.indexOf(Math.min(...stretch))));
  }
});

Deno.test("thinned() says how few points are too few", () => {
  assert.throws(() => thinned([1, 2], 3), /from 4 on, got 3/);
});
