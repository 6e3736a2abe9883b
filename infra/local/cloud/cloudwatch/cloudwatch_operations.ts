/**
 * Our CloudWatch operations by name, each over a request of any protocol.
 *
 * @module
 */
import type { Input } from "../http/members.ts";
import type { Operation } from "../http/operation.ts";
import { checkShape } from "./check_shape.ts";
import { getMetricData, type GetMetricDataInput } from "./get_metric_data.ts";
import { getMetricStatistics, type GetMetricStatisticsInput } from "./get_metric_statistics.ts";
import { listMetrics, type ListMetricsInput } from "./list_metrics.ts";
import type { MetricStore } from "./metric_store.ts";
import { putMetricData, type PutMetricDataInput } from "./put_metric_data.ts";
import { CLOUDWATCH_SHAPES, type Shape } from "./shapes.ts";

/** A member of the checked type, where JSON's null is as good as absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== null && item !== undefined)
      .map(([name, item]) => [name, withoutNulls(item)]),
  );
}

/** CloudWatch over `store`. `now`: epoch milliseconds. */
export function cloudwatchOperations(
  store: MetricStore,
  now: () => number,
): Record<string, Operation> {
  const run: Record<string, (input: unknown) => object> = {
    PutMetricData: (input) => putMetricData(store, input as PutMetricDataInput, now()),
    GetMetricData: (input) => getMetricData(store, input as GetMetricDataInput),
    GetMetricStatistics: (input) => getMetricStatistics(store, input as GetMetricStatisticsInput),
    ListMetrics: (input) => listMetrics(store, input as ListMetricsInput, now()),
  };
  const entries = Object.entries(run).map(([name, operation]): [string, Operation] => {
    const shape: Shape = CLOUDWATCH_SHAPES[name]?.input ?? { type: "structure", members: {} };
    return [name, (input: Input) => {
      const present = withoutNulls(input);
      checkShape(shape, present);
      return operation(present);
    }];
  });
  return Object.fromEntries(entries);
}
