/**
 * Statistics of metric data: sums that merge, and percentiles where every value is known.
 *
 * @module
 */

/** A sample that a value stands for. */
export interface Sample {
  sampleCount: number;
  sum: number;
  minimum: number;
  maximum: number;
  /**
   * Every value and how often it came; absent where only the sums above were given. A sample whose
   * minimum is its maximum needs none.
   */
  values?: Map<number, number>;
  /** Whether `values`, or minimum = maximum, tells every value. */
  raw: boolean;
}

/** A statistic as CloudWatch names it. */
export type Statistic =
  | { name: "SampleCount" | "Average" | "Sum" | "Minimum" | "Maximum" }
  | { name: "percentile"; percent: number };

/** A sample of one value that came `count` times. */
export function sampleOf(value: number, count = 1): Sample {
  return { sampleCount: count, sum: value * count, minimum: value, maximum: value, raw: true };
}

function everyValue(sample: Sample): Map<number, number> {
  return sample.values ?? new Map([[sample.minimum, sample.sampleCount]]);
}

/** Adds `other` to `sample`, in place. */
export function mergeInto(sample: Sample, other: Sample): void {
  const minimum = Math.min(sample.minimum, other.minimum);
  const maximum = Math.max(sample.maximum, other.maximum);
  const raw = sample.raw && other.raw;
  if (!raw) delete sample.values;
  else if (minimum !== maximum) {
    sample.values ??= everyValue(sample);
    for (const [value, count] of everyValue(other)) {
      sample.values.set(value, (sample.values.get(value) ?? 0) + count);
    }
  }
  sample.raw = raw;
  sample.sampleCount += other.sampleCount;
  sample.sum += other.sum;
  sample.minimum = minimum;
  sample.maximum = maximum;
}

/** The merge of samples; none of them is changed. */
export function mergeSamples(samples: readonly Sample[]): Sample | undefined {
  const [first, ...rest] = samples;
  if (first === undefined) return undefined;
  const merged: Sample = { ...first };
  if (first.values !== undefined) merged.values = new Map(first.values);
  for (const sample of rest) mergeInto(merged, sample);
  return merged;
}

/**
 * The smallest value that at least `percent` of the sample does not exceed (nearest rank). AWS does
 * not publish how it interpolates; this one is always a value that was put.
 *
 * @param percent 0 to 100.
 * @returns undefined where the values are not known, or any is negative, as on AWS.
 * @example
 * ```ts
 * import { percentileOf, sampleOf, mergeSamples } from "./statistics.ts";
 * import assert from "node:assert/strict";
 *
 * const sample = mergeSamples([1, 2, 3, 4].map((value) => sampleOf(value)));
 * assert.ok(sample);
 * assert.equal(percentileOf(sample, 50), 2);
 * assert.equal(percentileOf(sample, 99), 4);
 * ```
 */
export function percentileOf(sample: Sample, percent: number): number | undefined {
  if (!sample.raw || sample.minimum < 0) return undefined;
  if (sample.values === undefined) return sample.minimum;
  const rank = (percent / 100) * sample.sampleCount;
  let seen = 0;
  for (const [value, count] of [...sample.values].sort((a, b) => a[0] - b[0])) {
    seen += count;
    // A billionth forgives 0.999 × 1000 = 999.0000000000001.
    if (seen >= rank - 1e-9 * sample.sampleCount) return value;
  }
  return sample.maximum;
}

/** The value of one statistic; undefined where the sample does not tell it. */
export function statisticOf(sample: Sample, statistic: Statistic): number | undefined {
  switch (statistic.name) {
    case "SampleCount":
      return sample.sampleCount;
    case "Sum":
      return sample.sum;
    case "Minimum":
      return sample.minimum;
    case "Maximum":
      return sample.maximum;
    case "Average":
      return sample.sampleCount === 0 ? undefined : sample.sum / sample.sampleCount;
    case "percentile":
      return percentileOf(sample, statistic.percent);
  }
}

/** The percentile that `p99.9` names; undefined where the text names none. */
export function parsePercentile(text: string): Statistic | undefined {
  const digits = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(text)?.[1];
  const percent = Number(digits);
  return digits === undefined || percent > 100 ? undefined : { name: "percentile", percent };
}

/** The statistic that a text names; undefined where it names none that is embedded. */
export function parseStatistic(text: string): Statistic | undefined {
  switch (text) {
    case "SampleCount":
    case "Average":
    case "Sum":
    case "Minimum":
    case "Maximum":
      return { name: text };
    default:
      return parsePercentile(text);
  }
}
