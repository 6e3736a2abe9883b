import assert from "node:assert/strict";
import fc from "fast-check";
import { ecdfPoints } from "./ecdf.ts";

const values = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 400 });

Deno.test("ecdfPoints() lie on the curve, with both extremes, within the number asked for", () => {
  fc.assert(fc.property(values, fc.integer({ min: 2, max: 100 }), (all, pointsMax) => {
    const points = ecdfPoints(all, pointsMax);
    assert.ok(points.length <= pointsMax);
    assert.equal(points[0]!.value, Math.min(...all));
    assert.deepEqual(points.at(-1), { value: Math.max(...all), share: 1 });
    for (const { value, share } of points) {
      assert.equal(share, all.filter((each) => each <= value).length / all.length);
    }
    points.slice(1).forEach((point, index) => assert.ok(point.value > points[index]!.value));
  }));
});

Deno.test("ecdfPoints() keeps every step where there is room", () => {
  fc.assert(fc.property(values, (all) => {
    assert.equal(ecdfPoints(all, 301).length, new Set(all).size);
  }));
});

Deno.test("ecdfPoints() keeps the tail where it thins the middle", () => {
  const all = Array.from({ length: 100_000 }, (_, i) => i);
  const points = ecdfPoints(all, 500);
  const gaps = points.slice(1).map(({ share }, index) => share - points[index]!.share);
  assert.ok(Math.max(...gaps) < 0.5 * Math.PI / 499 + 1e-4, String(Math.max(...gaps)));
  assert.ok(points.filter(({ share }) => share > 0.999).length >= 8);
});

Deno.test("ecdfPoints() of nothing is nothing; it refuses fewer than two points", () => {
  assert.deepEqual(ecdfPoints([]), []);
  assert.throws(() => ecdfPoints([1], 1), /pointsMax must be a whole number from 2 on, got 1/);
});
