/**
 * GetMetricData: many metrics, one statistic each, by pages.
 *
 * @module
 */
import { invalidNextToken, missingParameter, validationError } from "./errors.ts";
import { metricRange } from "./metric_range.ts";
import type { Dimension, MetricRange, MetricStore } from "./metric_store.ts";
import { checkMetricName, checkUnit } from "./put_metric_data.ts";
import { mergeSamples, parseStatistic, type Statistic, statisticOf } from "./statistics.ts";
import { readToken, writeToken } from "../http/token.ts";

/** A request that has GetMetricData's shape; times are epoch seconds. */
export interface GetMetricDataInput {
  MetricDataQueries: MetricDataQuery[];
  StartTime: number;
  EndTime: number;
  NextToken?: string;
  ScanBy?: string;
  MaxDatapoints?: number;
}

/** One query of a request. */
export interface MetricDataQuery {
  Id: string;
  MetricStat?: {
    Metric: { Namespace?: string; MetricName?: string; Dimensions?: Dimension[] };
    Period: number;
    Stat: string;
    Unit?: string;
  };
  Expression?: string;
  Label?: string;
  ReturnData?: boolean;
}

const QUERIES_MAX = 500;
const DATAPOINTS_MAX = 100_800;

interface Planned {
  query: MetricDataQuery;
  name: { namespace: string; metricName: string; dimensions: Dimension[] };
  statistic: Statistic;
  range: MetricRange;
}

interface Point {
  timeS: number;
  value: number;
}

function planQuery(query: MetricDataQuery, input: GetMetricDataInput, index: number): Planned {
  const path = `MetricDataQueries.member.${index + 1}.`;
  if (!/^[a-z]\w{0,254}$/.test(query.Id)) {
    throw validationError(
      `The value ${query.Id} for parameter ${path}Id is not matching the expected pattern ` +
        "^[a-z][a-zA-Z0-9_]*$.",
    );
  }
  if (query.Expression !== undefined) {
    throw validationError(
      `Error in expression '${query.Id}': cannot evaluate ${query.Expression}: the embedded cloud ` +
        "answers MetricStat queries only",
    );
  }
  const stat = query.MetricStat;
  if (stat === undefined) {
    throw validationError(
      `The parameter ${path}MetricStat is required: a query has an Expression or a MetricStat.`,
    );
  }
  const { Namespace, MetricName, Dimensions = [] } = stat.Metric;
  const metricPath = `${path}MetricStat.Metric.`;
  if (Namespace === undefined) {
    throw missingParameter(`The parameter ${metricPath}Namespace is required.`);
  }
  if (MetricName === undefined) {
    throw missingParameter(`The parameter ${metricPath}MetricName is required.`);
  }
  checkMetricName(metricPath, stat.Metric);
  checkUnit(`${path}MetricStat.`, stat.Unit);
  const statistic = parseStatistic(stat.Stat);
  if (statistic === undefined) {
    throw validationError(
      `The value ${stat.Stat} for parameter ${path}MetricStat.Stat is invalid: the embedded cloud has ` +
        "SampleCount, Average, Sum, Minimum, Maximum and p0 to p100.",
    );
  }
  const range = metricRange(`${path}MetricStat.`, {
    startS: input.StartTime,
    endS: input.EndTime,
    periodS: stat.Period,
    unit: stat.Unit,
  }, validationError);
  const name = { namespace: Namespace, metricName: MetricName, dimensions: Dimensions };
  return { query, name, statistic, range };
}

function plan(input: GetMetricDataInput): Planned[] {
  const queries = input.MetricDataQueries;
  if (queries.length === 0) {
    throw missingParameter("The parameter MetricDataQueries is required.");
  }
  if (queries.length > QUERIES_MAX) {
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${QUERIES_MAX}, got ${queries.length}.`,
    );
  }
  const ids = new Set(queries.map(({ Id }) => Id));
  if (ids.size < queries.length) {
    throw validationError("The values for parameter Id in MetricDataQueries are not unique.");
  }
  return queries.map((query, i) => planQuery(query, input, i));
}

function evaluate(store: MetricStore, { name, range, statistic }: Planned, newestFirst: boolean) {
  // Without a unit, data of all units is one series here: CloudWatch does not convert either.
  const periods = Map.groupBy(store.read(name, range), ({ startMs }) => startMs);
  const points: Point[] = [];
  for (const [startMs, parts] of periods) {
    const sample = mergeSamples(parts.map((part) => part.sample));
    const value = sample === undefined ? undefined : statisticOf(sample, statistic);
    if (value !== undefined) points.push({ timeS: startMs / 1_000, value });
  }
  return newestFirst ? points.reverse() : points;
}

/** What is after the time that the last page ended with. */
function rest(points: Point[], afterS: number | undefined, newestFirst: boolean): Point[] {
  if (afterS === undefined) return points;
  return points.filter(({ timeS }) => newestFirst ? timeS < afterS : timeS > afterS);
}

/**
 * Reads metrics, newest first unless told. A page ends at `MaxDatapoints`; the next one has the queries
 * that were not complete. Its token keeps the time that the page ended with, so that data which comes
 * in between neither repeats nor hides any.
 *
 * @throws {AwsError} as CloudWatch does.
 */
export function getMetricData(store: MetricStore, input: GetMetricDataInput): object {
  const { NextToken: token, ScanBy = "TimestampDescending", ...request } = input;
  const pageMax = input.MaxDatapoints ?? DATAPOINTS_MAX;
  if (ScanBy !== "TimestampDescending" && ScanBy !== "TimestampAscending") {
    throw validationError(
      `The value ${ScanBy} for parameter ScanBy is invalid: it must be TimestampDescending or ` +
        "TimestampAscending.",
    );
  }
  if (!(pageMax >= 1 && pageMax <= DATAPOINTS_MAX)) {
    throw validationError(
      `The value ${pageMax} for parameter MaxDatapoints is invalid: it must be 1 to ${DATAPOINTS_MAX}.`,
    );
  }
  const planned = plan(input).filter(({ query }) => query.ReturnData !== false);
  const bound = { ...request, ScanBy };
  const place = token === undefined ? [0] : readToken(token, bound);
  const [firstQuery, afterS] = place?.map(Number) ?? [];
  if (firstQuery === undefined) throw invalidNextToken(token ?? "");

  const newestFirst = ScanBy === "TimestampDescending";
  const MetricDataResults: object[] = [];
  let left = pageMax;
  let next: number[] | undefined;
  for (let i = firstQuery; i < planned.length; i++) {
    const one = planned[i];
    if (one === undefined) break;
    const points = rest(
      evaluate(store, one, newestFirst),
      i === firstQuery ? afterS : undefined,
      newestFirst,
    );
    const page = points.slice(0, next === undefined ? left : 0);
    left -= page.length;
    const complete = page.length === points.length;
    const last = page.at(-1);
    if (!complete) next ??= last === undefined ? [i] : [i, last.timeS];
    MetricDataResults.push({
      Id: one.query.Id,
      Label: one.query.Label ?? one.name.metricName,
      Timestamps: page.map(({ timeS }) => timeS),
      Values: page.map(({ value }) => value),
      StatusCode: complete ? "Complete" : "PartialData",
    });
  }
  return {
    MetricDataResults,
    Messages: [],
    ...(next === undefined ? {} : { NextToken: writeToken(bound, next) }),
  };
}
