/**
 * Sorting of millions of times. Pure.
 *
 * @module
 */
import { release } from "./release.ts";

/** Values that share a bin, on average. */
const VALUES_A_BIN = 8;
/** Fewer values than this in a bin are sorted by insertion. */
const INSERTION_MAX = 64;

/**
 * Sorts values in place, in ascending order: a bin sort, which of a million values on takes a third to a half of the
 * time of `Float64Array.sort` where they spread over their range as times do, and a fifth more where most of them
 * share few bins.
 *
 * @param values NaN comes last, and takes the time of `Float64Array.sort`.
 * @returns `values`.
 * @example
 * ```ts
 * import { sortAscending } from "./sort_ascending.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(sortAscending(Float64Array.of(3, 1, 2)), Float64Array.of(1, 2, 3));
 * ```
 */
export function sortAscending(values: Float64Array): Float64Array {
  const bins = Math.floor(values.length / VALUES_A_BIN);
  const binOf = binning(values, bins);
  if (binOf === undefined) return values.sort();
  const ends = new Uint32Array(bins + 1);
  for (const value of values) ends[binOf(value) + 1]!++;
  for (let bin = 1; bin <= bins; bin++) ends[bin]! += ends[bin - 1]!;
  // Now each is the start of its bin; it moves to its end as the bin is filled.
  const sorted = new Float64Array(values.length);
  for (const value of values) sorted[ends[binOf(value)]!++] = value;
  let from = 0;
  for (const to of ends.subarray(0, bins)) {
    if (to - from < INSERTION_MAX) insertionSort(sorted, from, to);
    else sorted.subarray(from, to).sort();
    from = to;
  }
  values.set(sorted);
  release(sorted);
  return values;
}

/** The bin of a value, ascending with it; `undefined` where the values cannot all be spread over that many. */
function binning(values: Float64Array, bins: number): ((value: number) => number) | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    if (Number.isNaN(value)) return undefined;
  }
  const range = most - least;
  const scale = (bins - 1) / range;
  if (bins < 2 || !Number.isFinite(range) || !Number.isFinite(scale)) return undefined;
  return (value) => Math.floor((value - least) * scale);
}

function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let next = from + 1; next < to; next++) {
    const value = values[next]!;
    let place = next;
    for (; place > from && values[place - 1]! > value; place--) values[place] = values[place - 1]!;
    values[place] = value;
  }
}
