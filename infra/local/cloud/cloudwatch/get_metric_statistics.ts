/**
 * GetMetricStatistics: one metric, several statistics.
 *
 * @module
 */
import { invalidCombination, invalidValue } from "./errors.ts";
import { metricRange } from "./metric_range.ts";
import type { Datapoint, Dimension, MetricStore } from "./metric_store.ts";
import { checkMetricName, checkUnit } from "./put_metric_data.ts";
import { parsePercentile, parseStatistic, type Statistic, statisticOf } from "./statistics.ts";

/** A request that has GetMetricStatistics's shape; times are epoch seconds. */
export interface GetMetricStatisticsInput {
  Namespace: string;
  MetricName: string;
  Dimensions?: Dimension[];
  StartTime: number;
  EndTime: number;
  Period: number;
  Statistics?: string[];
  ExtendedStatistics?: string[];
  Unit?: string;
}

/** Most datapoints that one call may ask for. Source: CloudWatch GetMetricStatistics. */
export const DATAPOINTS_MAX = 1_440;

type Parsed = [text: string, statistic: Statistic];

function parseAll(
  parameter: string,
  texts: readonly string[],
  parse: (text: string) => Statistic | undefined,
): Parsed[] {
  return texts.map((text, i) => {
    const statistic = parse(text);
    if (statistic !== undefined) return [text, statistic];
    throw invalidValue(`The value ${text} for parameter ${parameter}.member.${i + 1} is invalid.`);
  });
}

function describe(point: Datapoint, simple: Parsed[], extended: Parsed[]): object {
  const values = (parsed: Parsed[]) =>
    Object.fromEntries(
      parsed.map(([text, statistic]) => [text, statisticOf(point.sample, statistic)])
        .filter(([, value]) => value !== undefined),
    );
  const percentiles = values(extended);
  return {
    Timestamp: point.startMs / 1_000,
    ...values(simple),
    Unit: point.unit,
    ...(Object.keys(percentiles).length > 0 ? { ExtendedStatistics: percentiles } : {}),
  };
}

/**
 * Reads statistics of one metric. Units are kept apart; datapoints come earliest first.
 *
 * @throws {AwsError} as CloudWatch does.
 */
export function getMetricStatistics(store: MetricStore, input: GetMetricStatisticsInput): object {
  checkMetricName("", input);
  checkUnit("", input.Unit);
  const { Statistics = [], ExtendedStatistics = [] } = input;
  if (Statistics.length > 0 === ExtendedStatistics.length > 0) {
    throw invalidCombination(
      "You must specify either Statistics or ExtendedStatistics, but not both.",
    );
  }
  const simple = parseAll(
    "Statistics",
    Statistics,
    (text) => text.startsWith("p") ? undefined : parseStatistic(text),
  );
  const extended = parseAll("ExtendedStatistics", ExtendedStatistics, parsePercentile);
  const range = metricRange("", {
    startS: input.StartTime,
    endS: input.EndTime,
    periodS: input.Period,
    unit: input.Unit,
  }, invalidValue);
  const requested = Math.ceil((range.endMs - range.startMs) / range.periodMs);
  if (requested > DATAPOINTS_MAX) {
    throw invalidCombination(
      `You have requested up to ${requested} datapoints, which exceeds the limit of 1,440. You may ` +
        "reduce the datapoints requested by increasing Period, or decreasing the time range.",
    );
  }
  const points = store.read({
    namespace: input.Namespace,
    metricName: input.MetricName,
    dimensions: input.Dimensions ?? [],
  }, range);
  const readable = extended.length === 0 ? points : points.filter(({ sample }) => sample.raw);
  return {
    Label: input.MetricName,
    Datapoints: readable.map((point) => describe(point, simple, extended)),
  };
}
