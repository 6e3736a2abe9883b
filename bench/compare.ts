/**
 * Two files of measurements, held against each other.
 *
 * @module
 */
import type { ResultRow } from "./results_csv.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** One metric of one subject, before and now. */
export interface Comparison {
  case: string;
  subject: string;
  metric: string;
  unit: string;
  before: Spread;
  now: Spread;
  /** Median now / median before; `undefined` where before was 0. */
  ratio: number | undefined;
  /** Whether the runs of then and of now do not overlap; `undefined` where either is a single one. */
  apart: boolean | undefined;
}

/** See {@linkcode compareResults}. */
export interface ComparisonResult {
  compared: Comparison[];
  /** What only one of the two has: `slots-1 spillway efficiency: only before`. */
  unmatched: string[];
}

/**
 * Ratios of medians, in the order of `now`. Rows are matched by bench, case, subject and metric, not
 * by version.
 */
export function compareResults(
  before: readonly ResultRow[],
  now: readonly ResultRow[],
): ComparisonResult {
  const benches = new Set(now.map(({ bench }) => bench));
  const relevant = before.filter(({ bench }) => benches.has(bench));
  const beforeByKey = Map.groupBy(relevant, keyOf);
  const nowByKey = Map.groupBy(now, keyOf);
  const compared: Comparison[] = [];
  const unmatched: string[] = [];
  for (const [key, rows] of nowByKey) {
    const first = rows[0]!;
    const earlier = beforeByKey.get(key);
    if (!earlier) {
      unmatched.push(`${nameOf(first)}: only now`);
      continue;
    }
    const spreads = { before: spreadOf(earlier, first)!, now: spreadOf(rows, first)! };
    compared.push({
      case: first.case,
      subject: first.subject,
      metric: first.metric,
      unit: first.unit,
      ...spreads,
      ratio: spreads.before.median === 0 ? undefined : spreads.now.median / spreads.before.median,
      apart: Math.min(spreads.now.runs, spreads.before.runs) < 2
        ? undefined
        : spreads.now.min > spreads.before.max || spreads.now.max < spreads.before.min,
    });
  }
  for (const [key, rows] of beforeByKey) {
    if (!nowByKey.has(key)) unmatched.push(`${nameOf(rows[0]!)}: only before`);
  }
  return { compared, unmatched };
}

function keyOf({ bench, case: id, subject, metric }: ResultRow): string {
  return JSON.stringify([bench, id, subject, metric]);
}

function nameOf({ case: id, subject, metric }: ResultRow): string {
  return `${id} ${subject} ${metric}`;
}
