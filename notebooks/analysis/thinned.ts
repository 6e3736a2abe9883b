/**
 * Fewer points of a curve, with its peaks.
 *
 * @module
 */

/**
 * SQL of the points that are to be drawn of a curve, ascending: its first and its last, and of each stretch of
 * neighbours between them the lowest and the highest. So no peak is lost, however many points there are; of up to
 * `pointsMax` all are kept.
 *
 * @param table points as rows `at_ms`, `place` (1, 2, … in time) and a value.
 * @param value the column of the value.
 * @param pointsMax most points, a whole number >= 4.
 * @returns rows `at_ms`, `place` and the value.
 * @throws {RangeError} if `pointsMax` is out of range.
 */
export function thinnedPoints(table: string, value: string, pointsMax: number): string {
  if (!Number.isInteger(pointsMax) || pointsMax < 4) {
    throw new RangeError(
      `Cannot thin a curve: pointsMax must be a whole number from 4 on, got ${pointsMax}`,
    );
  }
  const stretches = Math.floor((pointsMax - 2) / 2);
  return `
  SELECT DISTINCT point.at_ms, point.place, point.${value} FROM (
    SELECT unnest([arg_min(point, ${value}), arg_max(point, ${value})]) AS point FROM (
      SELECT ${value}, {'at_ms': at_ms, 'place': place, '${value}': ${value}} AS point,
        CASE WHEN total.points <= ${pointsMax} THEN place WHEN place = 1 THEN -1
          WHEN place = total.points THEN -2
          ELSE (place - 2) * ${stretches} // (total.points - 2) END AS stretch
      FROM ${table}, (SELECT count(*) AS points FROM ${table}) AS total
    ) GROUP BY stretch
  ) ORDER BY point.place`;
}
