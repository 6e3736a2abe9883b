/**
 * ListMetrics: which series there are.
 *
 * @module
 */
import { invalidNextToken, invalidValue } from "./errors.ts";
import type { MetricName, MetricStore } from "./metric_store.ts";
import { checkMetricName } from "./put_metric_data.ts";
import { readToken, writeToken } from "../http/token.ts";

/** A request that has ListMetrics's shape. */
export interface ListMetricsInput {
  Namespace?: string;
  MetricName?: string;
  Dimensions?: { Name: string; Value?: string }[];
  NextToken?: string;
  RecentlyActive?: string;
}

const PAGE_MAX = 500;
const FILTERS_MAX = 10;
const RECENT_MS = 3 * 3_600_000;

function matches(input: ListMetricsInput, metric: MetricName): boolean {
  return (input.Namespace ?? metric.namespace) === metric.namespace &&
    (input.MetricName ?? metric.metricName) === metric.metricName &&
    (input.Dimensions ?? []).every((filter) =>
      metric.dimensions.some(({ Name, Value }) =>
        Name === filter.Name && (filter.Value ?? Value) === Value
      )
    );
}

/**
 * Lists series, oldest first, 500 a page.
 *
 * @throws {AwsError} as CloudWatch does.
 */
export function listMetrics(store: MetricStore, input: ListMetricsInput, nowMs: number): object {
  checkMetricName("", {
    ...(input.Namespace === undefined ? {} : { Namespace: input.Namespace }),
    ...(input.MetricName === undefined ? {} : { MetricName: input.MetricName }),
  });
  if ((input.Dimensions?.length ?? 0) > FILTERS_MAX) {
    throw invalidValue(
      `The collection Dimensions must not have a size greater than ${FILTERS_MAX}.`,
    );
  }
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== "PT3H") {
    throw invalidValue(
      `The value ${input.RecentlyActive} for parameter RecentlyActive is invalid: it must be PT3H.`,
    );
  }
  const since = input.RecentlyActive === undefined ? -Infinity : nowMs - RECENT_MS;
  const { NextToken: token, ...filter } = input;
  const start = token === undefined ? 0 : readToken(token, filter)?.[0];
  if (typeof start !== "number") throw invalidNextToken(token ?? "");

  const series = store.list();
  const Metrics: object[] = [];
  let at = start;
  for (; at < series.length && Metrics.length < PAGE_MAX; at++) {
    const metric = series[at];
    if (metric === undefined || metric.addedAtMs < since || !matches(input, metric)) continue;
    const { namespace, metricName, dimensions } = metric;
    Metrics.push({ Namespace: namespace, MetricName: metricName, Dimensions: dimensions });
  }
  const more = series.slice(at).some((metric) =>
    metric.addedAtMs >= since && matches(input, metric)
  );
  return more ? { Metrics, NextToken: writeToken(filter, [at]) } : { Metrics };
}
