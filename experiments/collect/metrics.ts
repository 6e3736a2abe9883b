/**
 * Datapoints from CloudWatch.
 *
 * @module
 */
import {
  type CloudWatchClient,
  type Dimension,
  GetMetricDataCommand,
  ListMetricsCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { Datapoint, MetricQuery, MetricsSource } from "./metric_query.ts";

/** Most queries of one GetMetricData call. Source: CloudWatch API reference, MetricDataQueries. */
const QUERIES_MAX = 500;

/** Reads CloudWatch by `GetMetricData` and `ListMetrics`. */
export function cloudWatchMetricsSource(client: CloudWatchClient): MetricsSource {
  return {
    async datapoints(queries, window) {
      const points: Datapoint[] = [];
      for (let at = 0; at < queries.length; at += QUERIES_MAX) {
        points.push(...await readDatapoints(client, queries.slice(at, at + QUERIES_MAX), window));
      }
      return points;
    },
    async list(namespace, dimensions) {
      const found: { metric: string; dimensions: Record<string, string> }[] = [];
      let nextToken: string | undefined;
      do {
        const page = await client.send(
          new ListMetricsCommand({
            Namespace: namespace,
            Dimensions: toDimensions(dimensions),
            ...(nextToken === undefined ? {} : { NextToken: nextToken }),
          }),
        );
        for (const { MetricName, Dimensions } of page.Metrics ?? []) {
          found.push({ metric: MetricName!, dimensions: fromDimensions(Dimensions ?? []) });
        }
        nextToken = page.NextToken;
      } while (nextToken !== undefined);
      return found;
    },
  };
}

async function readDatapoints(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  { fromMs, toMs, periodS }: { fromMs: number; toMs: number; periodS: number },
): Promise<Datapoint[]> {
  const perQuery: Datapoint[][] = queries.map(() => []);
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries.map((query, index) => toDataQuery(query, index, periodS)),
        StartTime: new Date(Math.floor(fromMs / 1000 / periodS) * periodS * 1000),
        EndTime: new Date(Math.ceil(toMs / 1000 / periodS) * periodS * 1000),
        ScanBy: "TimestampAscending",
        ...(nextToken === undefined ? {} : { NextToken: nextToken }),
      }),
    );
    for (const result of page.MetricDataResults ?? []) {
      const index = Number(result.Id!.slice(1));
      result.Timestamps?.forEach((timestamp, at) => {
        perQuery[index]!.push({
          query: queries[index]!,
          periodS,
          atMs: timestamp.getTime(),
          value: result.Values![at]!,
        });
      });
    }
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return perQuery.flat();
}

function toDataQuery(query: MetricQuery, index: number, periodS: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: query.namespace,
        MetricName: query.metric,
        Dimensions: toDimensions(query.dimensions),
      },
      Period: periodS,
      Stat: query.statistic,
    },
  };
}

function toDimensions(dimensions: Readonly<Record<string, string>>): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

function fromDimensions(dimensions: readonly Dimension[]): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name!, Value!]));
}
