/**
 * Fewer points of a curve, with its peaks. Pure.
 *
 * @module
 */

/**
 * Places of the points that are to be drawn of a curve: its first and its last, and of each stretch of neighbours
 * between them the lowest and the highest. So no peak is lost, however many points there are; of up to `pointsMax` all are
 * kept.
 *
 * @param values the curve's heights, in time.
 * @param pointsMax most points, a whole number >= 4.
 * @returns ascending indices of `values`.
 * @throws {RangeError} if `pointsMax` is out of range.
 * @example
 * ```ts
 * import { thinned } from "./thinned.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(thinned([0, 1, 9, 2, 1, 0], 4), [0, 1, 2, 5]);
 * ```
 */
export function thinned(values: ArrayLike<number>, pointsMax: number): number[] {
  if (!Number.isInteger(pointsMax) || pointsMax < 4) {
    throw new RangeError(
      `Cannot thin a curve: pointsMax must be a whole number from 4 on, got ${pointsMax}`,
    );
  }
  const last = values.length - 1;
  if (last < pointsMax) return Array.from(values, (_, place) => place);
  const stretches = Math.floor((pointsMax - 2) / 2);
  const kept = [0];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = 1 + Math.floor(stretch * (last - 1) / stretches);
    const to = 1 + Math.floor((stretch + 1) * (last - 1) / stretches);
    let [lowest, highest] = [from, from];
    for (let place = from; place < to; place++) {
      if (values[place]! < values[lowest]!) lowest = place;
      if (values[place]! > values[highest]!) highest = place;
    }
    kept.push(Math.min(lowest, highest));
    if (lowest !== highest) kept.push(Math.max(lowest, highest));
  }
  kept.push(last);
  return kept;
}
