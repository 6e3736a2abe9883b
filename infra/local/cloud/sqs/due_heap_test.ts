import assert from "node:assert/strict";
import fc from "fast-check";
import { createDueHeap } from "./due_heap.ts";

Deno.test("createDueHeap() gives items by time, equal times in the order added", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
    const heap = createDueHeap<number>();
    times.forEach((at, i) => heap.add(at, i));
    const taken: [number, number][] = [];
    for (let due = heap.takeDue(20); due !== undefined; due = heap.takeDue(20)) {
      taken.push([due.dueAtMs, due.item]);
    }
    const expected = times.map((at, i): [number, number] => [at, i])
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    assert.deepEqual(taken, expected);
  }));
});

Deno.test("createDueHeap() keeps what is not due", () => {
  const heap = createDueHeap<string>();
  heap.add(10, "later");
  assert.equal(heap.takeDue(9), undefined);
  assert.equal(heap.nextDueAtMs(), 10);
  assert.deepEqual(heap.takeDue(10), { dueAtMs: 10, item: "later" });
  assert.equal(heap.nextDueAtMs(), undefined);
});
