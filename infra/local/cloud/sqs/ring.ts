/**
 * A double-ended queue on a circular buffer. `Array.shift` moves every element of a long array; at a
 * backlog of 100,000 messages that alone was most of a receive.
 *
 * @module
 */

/** A double-ended queue; every operation is amortised O(1). */
export interface Ring<T> {
  readonly length: number;
  push(item: T): void;
  unshift(item: T): void;
  shift(): T | undefined;
  /** The item at `index` from the front, without taking it. */
  at(index: number): T | undefined;
  clear(): void;
}

const CAPACITY_MIN = 16;

/**
 * An empty ring.
 *
 * @example
 * ```ts
 * import { createRing } from "./ring.ts";
 * import assert from "node:assert/strict";
 *
 * const ring = createRing<string>();
 * ring.push("b");
 * ring.unshift("a");
 * assert.equal(ring.shift(), "a");
 * assert.equal(ring.length, 1);
 * ```
 */
export function createRing<T>(): Ring<T> {
  let slots: (T | undefined)[] = new Array(CAPACITY_MIN);
  let head = 0;
  let length = 0;

  function resize(capacity: number): void {
    const next: (T | undefined)[] = new Array(capacity);
    for (let i = 0; i < length; i++) next[i] = slots[(head + i) & (slots.length - 1)];
    slots = next;
    head = 0;
  }

  return {
    get length() {
      return length;
    },
    push(item) {
      if (length === slots.length) resize(length * 2);
      slots[(head + length) & (slots.length - 1)] = item;
      length += 1;
    },
    unshift(item) {
      if (length === slots.length) resize(length * 2);
      head = (head - 1) & (slots.length - 1);
      slots[head] = item;
      length += 1;
    },
    shift() {
      if (length === 0) return undefined;
      const item = slots[head];
      slots[head] = undefined;
      head = (head + 1) & (slots.length - 1);
      length -= 1;
      if (slots.length > 1024 && length < slots.length / 8) resize(slots.length / 4);
      return item;
    },
    at(index) {
      return index < 0 || index >= length ? undefined : slots[(head + index) & (slots.length - 1)];
    },
    clear() {
      slots = new Array(CAPACITY_MIN);
      head = 0;
      length = 0;
    },
  };
}
