/**
 * What is due next: a heap ordered by (due, sequence) that can also give up any item at any time.
 *
 * @module
 */

/** An item of a {@linkcode DueHeap}; the heap keeps `position`, nobody else writes it. */
export interface DueItem {
  /** When the item is due, milliseconds. */
  dueMs: number;
  /** Decides between items due at the same time: the lower goes first. */
  sequence: number;
  /** Place in the heap; -1 while outside. */
  position: number;
}

/** A heap of items by (`dueMs`, `sequence`). An item is in one heap at most. */
export interface DueHeap<T extends DueItem> {
  readonly size: number;
  /** The item due first, or undefined when there is none. O(1). */
  peek(): T | undefined;
  /** Takes the item due first. O(log n). */
  pop(): T | undefined;
  /** Adds an item. O(log n), O(1) for one that is due last. */
  push(item: T): void;
  /** Takes out an item wherever it stands; false when it is not in the heap. O(log n). */
  remove(item: T): boolean;
  /** All items, in no order. */
  items(): readonly T[];
}

/** Children per node: four halve the depth of two, and they lie side by side in memory. */
const ARITY = 4;

/**
 * An empty heap.
 *
 * @example
 * ```ts
 * import { createDueHeap } from "./due_heap.ts";
 * import assert from "node:assert/strict";
 *
 * const heap = createDueHeap();
 * heap.push({ dueMs: 20, sequence: 1, position: -1 });
 * heap.push({ dueMs: 10, sequence: 2, position: -1 });
 * assert.equal(heap.pop()?.dueMs, 10);
 * ```
 */
export function createDueHeap<T extends DueItem>(): DueHeap<T> {
  const heap: T[] = [];

  function place(item: T, position: number): void {
    heap[position] = item;
    item.position = position;
  }

  function siftUp(item: T, from: number): void {
    let position = from;
    while (position > 0) {
      const above = (position - 1) >> 2;
      const parent = heap[above] as T;
      if (!isBefore(item, parent)) break;
      place(parent, position);
      position = above;
    }
    place(item, position);
  }

  function siftDown(item: T, from: number): void {
    let position = from;
    const size = heap.length;
    while (true) {
      const firstChild = position * ARITY + 1;
      if (firstChild >= size) break;
      let least = heap[firstChild] as T;
      let leastAt = firstChild;
      const end = Math.min(firstChild + ARITY, size);
      for (let child = firstChild + 1; child < end; child++) {
        const candidate = heap[child] as T;
        if (isBefore(candidate, least)) {
          least = candidate;
          leastAt = child;
        }
      }
      if (!isBefore(least, item)) break;
      place(least, position);
      position = leastAt;
    }
    place(item, position);
  }

  function remove(item: T): boolean {
    const { position } = item;
    if (position < 0) return false;
    const last = heap.pop() as T;
    item.position = -1;
    if (last !== item) {
      if (position > 0 && isBefore(last, heap[(position - 1) >> 2] as T)) siftUp(last, position);
      else siftDown(last, position);
    }
    return true;
  }

  return {
    get size() {
      return heap.length;
    },
    peek: () => heap[0],
    pop: () => {
      const first = heap[0];
      if (first !== undefined) remove(first);
      return first;
    },
    push: (item) => siftUp(item, heap.length),
    remove,
    items: () => heap,
  };
}

function isBefore(a: DueItem, b: DueItem): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.sequence < b.sequence);
}
