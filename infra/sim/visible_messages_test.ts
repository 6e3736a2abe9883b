import assert from "node:assert/strict";
import fc from "fast-check";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createVisibleMessages } from "./visible_messages.ts";

Deno.test("createVisibleMessages() gives each live item once, and none from beyond its window", () => {
  fc.assert(fc.property(
    fc.array(fc.boolean(), { maxLength: 200, size: "max" }),
    fc.integer({ min: 1, max: 20 }),
    fc.nat(),
    (lives, window, seed) => {
      const line = createVisibleMessages<number>(
        createSeededRandom(seed),
        window,
        (item) => lives[item] ?? false,
      );
      lives.forEach((_, item) => line.add(item));
      const live = lives.flatMap((isLive, item) => isLive ? [item] : []);
      const waiting = [...live];
      const taken: number[] = [];
      for (let item = line.take(); item !== undefined; item = line.take()) {
        const place = waiting.indexOf(item);
        assert.ok(place >= 0 && place < window, `${item} stood at ${place}`);
        waiting.splice(place, 1);
        taken.push(item);
      }
      assert.deepEqual(taken.toSorted((a, b) => a - b), live);
      if (window === 1) assert.deepEqual(taken, live);
    },
  ));
});

Deno.test("createVisibleMessages() keeps the order of long lines", () => {
  const line = createVisibleMessages<number>(createSeededRandom(1), 1, () => true);
  for (let item = 0; item < 20_000; item++) line.add(item);
  for (let item = 0; item < 20_000; item++) assert.equal(line.take(), item);
  line.add(7);
  assert.equal(line.take(), 7);
  assert.equal(line.take(), undefined);
});

Deno.test("createVisibleMessages() draws another order for another seed", () => {
  const order = (seed: number) => {
    const line = createVisibleMessages<number>(createSeededRandom(seed), 8, () => true);
    for (let item = 0; item < 30; item++) line.add(item);
    return Array.from({ length: 30 }, line.take);
  };
  assert.deepEqual(order(1), order(1));
  assert.notDeepEqual(order(1), order(2));
});
