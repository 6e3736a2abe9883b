import assert from "node:assert/strict";
import fc from "fast-check";
import { createRing } from "./ring.ts";

Deno.test("createRing() behaves as an array does under push, unshift and shift", () => {
  const operation = fc.oneof(
    { weight: 3, arbitrary: fc.constant("push" as const) },
    { weight: 1, arbitrary: fc.constant("unshift" as const) },
    { weight: 2, arbitrary: fc.constant("shift" as const) },
  );
  fc.assert(fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
    const ring = createRing<number>();
    const model: number[] = [];
    operations.forEach((name, i) => {
      if (name === "shift") assert.equal(ring.shift(), model.shift());
      else {
        ring[name](i);
        model[name](i);
      }
      assert.equal(ring.length, model.length);
      assert.equal(ring.at(0), model[0]);
      assert.equal(ring.at(model.length - 1), model.at(-1));
      assert.equal(ring.at(model.length), undefined);
    });
  }));
});

Deno.test("createRing() gives back every item in order after growing and shrinking", () => {
  const ring = createRing<number>();
  for (let i = 0; i < 20_000; i++) ring.push(i);
  for (let i = 0; i < 20_000; i++) assert.equal(ring.shift(), i);
  assert.equal(ring.shift(), undefined);
  ring.push(1);
  ring.clear();
  assert.equal(ring.length, 0);
});
