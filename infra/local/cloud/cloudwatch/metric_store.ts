/**
 * Metric data: one series per namespace, name and set of dimensions, in buckets of a second (high
 * resolution) or a minute.
 *
 * @module
 */
import { mergeInto, mergeSamples, type Sample } from "./statistics.ts";

/** One name and value that tells a series from its like. */
export interface Dimension {
  Name: string;
  Value: string;
}

/** What names a series. The order of dimensions does not matter. */
export interface MetricName {
  namespace: string;
  metricName: string;
  dimensions: readonly Dimension[];
}

/** One addition to a series. */
export interface Datum extends MetricName {
  /** Epoch milliseconds. */
  timestampMs: number;
  unit: string;
  /** Kept by the second instead of by the minute. */
  highResolution: boolean;
  sample: Sample;
}

/** The data of one period. */
export interface Datapoint {
  /** Start of the period, epoch milliseconds. */
  startMs: number;
  unit: string;
  sample: Sample;
}

/** What to read. */
export interface MetricRange {
  /** First period's start, epoch milliseconds. */
  startMs: number;
  /** Exclusive. */
  endMs: number;
  periodMs: number;
  /** Only data put with this unit. */
  unit?: string | undefined;
}

/** See {@linkcode createMetricStore}. */
export interface MetricStore {
  add(datum: Datum): void;
  /** The periods that have data, earliest first, those of different units apart. */
  read(name: MetricName, range: MetricRange): Datapoint[];
  /** Every series, in the order in which they first had data, with when it last was given some. */
  list(): readonly (MetricName & { addedAtMs: number })[];
}

interface Bucket extends Datapoint {
  highResolution: boolean;
}

interface Series extends MetricName {
  buckets: Bucket[];
  addedAtMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Data by the second can be read by the second for this long. Source: CloudWatch GetMetricData. */
export const HIGH_RESOLUTION_KEPT_MS = 3 * 3_600_000;

function keyOf({ namespace, metricName, dimensions }: MetricName): string {
  const pairs = dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).sort();
  return JSON.stringify([namespace, metricName, ...pairs]);
}

/** Index of the first bucket that starts at or after `startMs`. */
function lowerBound(buckets: readonly Bucket[], startMs: number): number {
  let low = 0;
  let high = buckets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((buckets[middle]?.startMs ?? Infinity) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addTo(buckets: Bucket[], datum: Datum): void {
  const { highResolution, unit, sample } = datum;
  const widthMs = highResolution ? SECOND_MS : MINUTE_MS;
  const startMs = Math.floor(datum.timestampMs / widthMs) * widthMs;
  let at = lowerBound(buckets, startMs);
  for (; buckets[at]?.startMs === startMs; at++) {
    const bucket = buckets[at];
    if (bucket?.unit === unit && bucket.highResolution === highResolution) {
      return mergeInto(bucket.sample, sample);
    }
  }
  buckets.splice(at, 0, {
    startMs,
    unit,
    highResolution,
    sample: mergeSamples([sample]) ?? sample,
  });
}

function readFrom(buckets: readonly Bucket[], range: MetricRange): Datapoint[] {
  const { startMs, endMs, periodMs, unit } = range;
  const periods = new Map<string, { startMs: number; unit: string; samples: Sample[] }>();
  for (let i = lowerBound(buckets, startMs); i < buckets.length; i++) {
    const bucket = buckets[i];
    if (bucket === undefined || bucket.startMs >= endMs) break;
    if (unit !== undefined && bucket.unit !== unit) continue;
    if (periodMs < MINUTE_MS && !bucket.highResolution) continue;
    const periodStartMs = startMs + Math.floor((bucket.startMs - startMs) / periodMs) * periodMs;
    const key = `${periodStartMs} ${bucket.unit}`;
    const period = periods.get(key) ?? { startMs: periodStartMs, unit: bucket.unit, samples: [] };
    period.samples.push(bucket.sample);
    periods.set(key, period);
  }
  return [...periods.values()].flatMap((period) => {
    const sample = mergeSamples(period.samples);
    return sample === undefined ? [] : [{ startMs: period.startMs, unit: period.unit, sample }];
  });
}

/** No series. `now`: epoch milliseconds. */
export function createMetricStore(now: () => number): MetricStore {
  const series = new Map<string, Series>();
  return {
    add(datum) {
      const key = keyOf(datum);
      let found = series.get(key);
      if (found === undefined) {
        const { namespace, metricName, dimensions } = datum;
        found = { namespace, metricName, dimensions: [...dimensions], buckets: [], addedAtMs: 0 };
        series.set(key, found);
      }
      found.addedAtMs = now();
      addTo(found.buckets, datum);
    },
    read(name, range) {
      const found = series.get(keyOf(name));
      if (found === undefined) return [];
      if (range.periodMs >= MINUTE_MS) return readFrom(found.buckets, range);
      const kept = now() - HIGH_RESOLUTION_KEPT_MS;
      return readFrom(found.buckets, range).filter((point) => point.startMs >= kept);
    },
    list: () => [...series.values()],
  };
}
