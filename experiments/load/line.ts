/**
 * Items in the order in which they came, any of which may leave: what is under way.
 *
 * Not a `Set`, which makes itself a new table every so often and lets the old one, long dead, point to
 * it: the collector's young generation then takes all that was in the tables for alive. At 10,000
 * requests a second pauses were 4 ms in the median and up to 10 ms; with this line, 0.7 and 4.
 *
 * @module
 */

/** Where an item stands. */
export interface Place<T> {
  readonly item: T;
}

/** See {@linkcode createLine}. */
export interface Line<T> {
  readonly length: number;
  /** The item that has been here longest. */
  readonly first: T | undefined;
  /** Adds an item at the end. O(1). */
  add(item: T): Place<T>;
  /** Takes an item out, if it is still here; says whether it was. O(1). */
  remove(place: Place<T>): boolean;
  /** The places of this moment, in order. */
  places(): Place<T>[];
}

interface Node<T> extends Place<T> {
  stands: boolean;
  before: Node<T> | undefined;
  behind: Node<T> | undefined;
}

/**
 * An empty line.
 *
 * @example
 * ```ts
 * import { createLine } from "./line.ts";
 * import assert from "node:assert/strict";
 *
 * const line = createLine<string>();
 * const [a] = [line.add("a"), line.add("b")];
 * assert.equal(line.remove(a), true);
 * assert.equal(line.remove(a), false);
 * assert.deepEqual(line.places().map(({ item }) => item), ["b"]);
 * ```
 */
export function createLine<T>(): Line<T> {
  let first: Node<T> | undefined;
  let last: Node<T> | undefined;
  let length = 0;
  return {
    get length() {
      return length;
    },
    get first() {
      return first?.item;
    },
    add(item) {
      const node: Node<T> = { item, stands: true, before: last, behind: undefined };
      if (last) last.behind = node;
      else first = node;
      last = node;
      length++;
      return node;
    },
    remove(place) {
      const node = place as Node<T>;
      if (!node.stands) return false;
      const { before, behind } = node;
      if (before) before.behind = behind;
      else first = behind;
      if (behind) behind.before = before;
      else last = before;
      // A dead node in the old generation would keep its neighbours as the dead table does.
      node.stands = false;
      node.before = undefined;
      node.behind = undefined;
      length--;
      return true;
    },
    places() {
      const places: Place<T>[] = [];
      for (let node = first; node; node = node.behind) places.push(node);
      return places;
    },
  };
}
