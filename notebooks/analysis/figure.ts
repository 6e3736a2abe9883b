/**
 * A figure: a number that can be traced to what it was computed from.
 *
 * @module
 */

/** Rows of one CSV file, and the query that makes the figure of them. */
export interface RowsSource {
  kind: "rows";
  /** Folder that holds the file, relative to the repository: `data/runs/<run id>`, `data/reference`. */
  folder: string;
  /** CSV file: `orders.csv`. */
  file: string;
  /** Rows of the file that the query looks at. */
  rows: number;
  /** SQL that gives the value (or what `method` starts from) in any DuckDB, run inside `folder`. */
  query: string;
  /** What was done with the query's result; absent where the query gives the value itself. */
  method?: string;
}

/** A formula over other claims. */
export interface DerivedSource {
  kind: "derived";
  /** Arithmetic over claim ids in braces: `{phase3.accepted.async} / {phase3.accepted.sync}`. */
  formula: string;
}

/** Something that was assumed or agreed on, and not measured. */
export interface AssumptionSource {
  kind: "assumption";
  /** Where it stands, relative to the repository. */
  file: string;
  /** Why this value, in one sentence. */
  reason: string;
}

/** Where a figure comes from. */
export type Source = RowsSource | DerivedSource | AssumptionSource;

/** A 95 % confidence interval, in the figure's unit. */
export type Interval = readonly [low: number, high: number];

/** A number with its unit, its interval where there is one, and its source. */
export interface Figure {
  /** Finite. */
  value: number;
  /** `orders`, `orders/s`, `s`, `ms`, `ratio`, `USD`, `messages`, … */
  unit: string;
  /** Absent where the data allow none: fewer than five repetitions, or orders that depend on each other. */
  interval?: Interval;
  /** As it was published by others, where our three digits would change it: `48.27 orders/s`. */
  words?: string;
  source: Source;
}
