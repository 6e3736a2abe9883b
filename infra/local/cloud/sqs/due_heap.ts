/**
 * What falls due when: a binary heap, earliest first, equal times in the order they were added.
 *
 * @module
 */

interface Entry<T> {
  dueAtMs: number;
  order: number;
  item: T;
}

/** Items by the time they fall due. */
export interface DueHeap<T> {
  readonly length: number;
  add(dueAtMs: number, item: T): void;
  /** Takes the earliest item that is due at `nowMs`, if any. */
  takeDue(nowMs: number): { dueAtMs: number; item: T } | undefined;
  /** When the earliest item falls due. */
  nextDueAtMs(): number | undefined;
  clear(): void;
}

function before<T>(a: Entry<T>, b: Entry<T>): boolean {
  return a.dueAtMs < b.dueAtMs || (a.dueAtMs === b.dueAtMs && a.order < b.order);
}

function siftUp<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const parentAt = (i - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || !before(entry, parent)) break;
    heap[i] = parent;
    i = parentAt;
  }
  heap[i] = entry;
}

function siftDown<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let i = 0;
  for (;;) {
    const left = heap[2 * i + 1];
    const right = heap[2 * i + 2];
    if (left === undefined) break;
    const child = right !== undefined && before(right, left) ? right : left;
    if (!before(child, entry)) break;
    heap[i] = child;
    i = child === left ? 2 * i + 1 : 2 * i + 2;
  }
  heap[i] = entry;
}

/** An empty heap; add and take are O(log n). */
export function createDueHeap<T>(): DueHeap<T> {
  let heap: Entry<T>[] = [];
  let order = 0;
  return {
    get length() {
      return heap.length;
    },
    add(dueAtMs, item) {
      siftUp(heap, { dueAtMs, order: order++, item });
    },
    takeDue(nowMs) {
      const first = heap[0];
      if (first === undefined || first.dueAtMs > nowMs) return undefined;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) siftDown(heap, last);
      return { dueAtMs: first.dueAtMs, item: first.item };
    },
    nextDueAtMs: () => heap[0]?.dueAtMs,
    clear() {
      heap = [];
    },
  };
}
