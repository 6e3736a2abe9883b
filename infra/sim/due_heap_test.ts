import assert from "node:assert/strict";
import fc from "fast-check";
import { createDueHeap, type DueItem } from "./due_heap.ts";

Deno.test("createDueHeap() pops by due, then by sequence, whatever was removed meanwhile", () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ push: fc.integer({ min: 0, max: 50 }) }) },
    { weight: 3, arbitrary: fc.record({ remove: fc.nat() }) },
    { weight: 1, arbitrary: fc.constant("pop" as const) },
  );
  fc.assert(fc.property(fc.array(step, { maxLength: 300, size: "max" }), (steps) => {
    const heap = createDueHeap();
    let expected: DueItem[] = [];
    for (const [sequence, action] of steps.entries()) {
      if (action === "pop") {
        assert.equal(heap.peek(), expected[0]);
        assert.equal(heap.pop(), expected.shift());
      } else if ("push" in action) {
        const item = { dueMs: action.push, sequence, position: -1 };
        heap.push(item);
        expected = [...expected, item].toSorted((a, b) =>
          a.dueMs - b.dueMs || a.sequence - b.sequence
        );
      } else if (expected.length > 0) {
        const [removed] = expected.splice(action.remove % expected.length, 1) as [DueItem];
        assert.equal(heap.remove(removed), true);
        assert.equal(removed.position, -1);
        assert.equal(heap.remove(removed), false, "it is in the heap no more");
      }
      assert.equal(heap.size, expected.length);
    }
    assert.deepEqual(new Set(heap.items()), new Set(expected));
    assert.deepEqual(Array.from(expected, () => heap.pop()), expected);
    assert.equal(heap.pop(), undefined);
  }));
});
