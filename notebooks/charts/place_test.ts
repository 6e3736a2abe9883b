import assert from "node:assert/strict";
import fc from "fast-check";
import { around, boxesAlong, covered, placeLabels, spread, textBox } from "./place.ts";

const AREA = { left: 0, top: 0, right: 400, bottom: 300 };

Deno.test("placeLabels() takes the first spot that covers nothing", () => {
  const spots = around(100, 100);
  const [free] = placeLabels([{ text: "5 loops", spots }], AREA);
  assert.deepEqual(free, spots[0]);
  const right = { left: 104, top: 90, right: 140, bottom: 110 };
  const [moved] = placeLabels([{ text: "5 loops", spots }], AREA, [right]);
  assert.deepEqual(moved, spots[1]);
});

Deno.test("placeLabels() keeps labels of one point apart", () => {
  const wanted = ["1 loop", "5 loops", "20 loops"].map((text) => ({
    text,
    spots: around(200, 150),
  }));
  const spots = placeLabels(wanted, AREA);
  const boxes = wanted.map((label, index) => textBox(label, spots[index]!));
  for (const box of boxes) assert.equal(covered(box, boxes.filter((other) => other !== box)), 0);
});

Deno.test("placeLabels() does not clip a label that has a spot inside", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }), (x, y) => {
      const label = { text: "100 loops", spots: around(x, y) };
      const [spot] = placeLabels([label], AREA);
      const inside = (candidate: typeof label.spots[number]) => {
        const box = textBox(label, candidate);
        return box.left >= 0 && box.right <= 400 && box.top >= 0 && box.bottom <= 300;
      };
      assert.equal(inside(spot!), label.spots.some(inside));
    }),
  );
});

Deno.test("boxesAlong() covers the stretches between points", () => {
  const boxes = boxesAlong([{ x: 0, y: 0 }, { x: 100, y: 0 }]);
  assert(covered({ left: 48, top: -2, right: 52, bottom: 2 }, boxes) > 0);
});

Deno.test("spread() keeps order and gap, and moves nothing that has room", () => {
  const places = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 10 });
  fc.assert(fc.property(places, (positions) => {
    const moved = spread(positions, 16, 0, 300);
    const order = positions.map((_, index) => index).sort((a, b) => moved[a]! - moved[b]!);
    order.slice(1).forEach((index, rank) => {
      assert(moved[index]! - moved[order[rank]!]! >= 16 - 1e-9);
      assert(positions[index]! >= positions[order[rank]!]!);
    });
    assert(moved.every((position) => position >= -1e-9 && position <= 300 + 1e-9));
  }));
  assert.deepEqual(spread([10, 100, 200], 16, 0, 300), [10, 100, 200]);
});
