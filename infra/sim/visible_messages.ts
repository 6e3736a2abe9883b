/**
 * The messages of a queue that may be received, in the order that a standard queue promises: none.
 *
 * @module
 */
import type { SeededRandom } from "../../services/orders/seeded_random.ts";

/** A line of items of which any one near its front may go next. */
export interface VisibleMessages<T> {
  add(item: T): void;
  /** Takes one of the first `disorderWindow` items; undefined when there is none. O(1). */
  take(): T | undefined;
}

/** Chunks keep a line of a million items from being copied when its front is given back. */
const COMPACT_AT = 4096;

/**
 * An empty line.
 *
 * @param disorderWindow how many items at the front are drawn from, >= 1: 1 keeps the order.
 * @param isLive items for which it is false when they are drawn are dropped.
 */
export function createVisibleMessages<T>(
  random: SeededRandom,
  disorderWindow: number,
  isLive: (item: T) => boolean,
): VisibleMessages<T> {
  /** Places before `head` are empty: what has left must not be kept alive by its place. */
  let line: (T | undefined)[] = [];
  let head = 0;
  const front: T[] = [];

  function fillFront(): void {
    while (front.length < disorderWindow && head < line.length) {
      front.push(line[head] as T);
      line[head++] = undefined;
    }
    if (head > COMPACT_AT && head * 2 > line.length) {
      line = line.slice(head);
      head = 0;
    }
  }

  return {
    add: (item) => {
      line.push(item);
    },
    take: () => {
      while (true) {
        fillFront();
        if (front.length === 0) return undefined;
        const drawn = front.length === 1 ? 0 : random.below(front.length);
        const item = front[drawn] as T;
        const last = front.pop() as T;
        if (last !== item) front[drawn] = last;
        if (isLive(item)) return item;
      }
    },
  };
}
