/**
 * Memory of arrays of millions of numbers.
 *
 * @module
 */

/**
 * Frees the memory of an array, which has no elements any more. What the garbage collector would do, it does late:
 * it goes by the number of objects more than by their bytes, and twenty arrays of 16 MB are few objects.
 *
 * @example
 * ```ts
 * import { release } from "./release.ts";
 * import assert from "node:assert/strict";
 *
 * const times = new Float64Array(1_000_000);
 * release(times);
 * assert.equal(times.length, 0);
 * ```
 */
export function release(array: Float64Array<ArrayBuffer>): void {
  array.buffer.transfer(0);
}
