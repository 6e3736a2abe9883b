import assert from "node:assert/strict";
import fc from "fast-check";
import { createLine, type Place } from "./line.ts";

Deno.test("createLine() holds what a Set would, in its order", () => {
  // Each number adds an item, or removes the one that was added so many steps ago.
  fc.assert(fc.property(fc.array(fc.integer({ min: -3, max: 12 })), (steps) => {
    const line = createLine<number>();
    const set = new Set<number>();
    const places: Place<number>[] = [];
    for (const step of steps) {
      const place = places.at(-step);
      if (step <= 0 || place === undefined) {
        places.push(line.add(places.length));
        set.add(places.length - 1);
      } else {
        assert.equal(line.remove(place), set.delete(place.item));
      }
      assert.deepEqual(line.places().map(({ item }) => item), [...set]);
      assert.equal(line.length, set.size);
      assert.equal(line.first, [...set][0]);
    }
  }));
});
