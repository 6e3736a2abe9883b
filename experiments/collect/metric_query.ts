/**
 * What is asked of CloudWatch's metrics, and what it answers.
 *
 * @module
 */

/** One metric with the statistic wanted of it. */
export interface MetricQuery {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  statistic: "Average" | "Maximum" | "Minimum" | "SampleCount" | "Sum";
  /** CloudWatch's unit, where it is known. */
  unit?: string;
}

/** One datapoint as CloudWatch returned it. */
export interface Datapoint {
  query: MetricQuery;
  periodS: number;
  /** Start of the period, epoch milliseconds. */
  atMs: number;
  value: number;
}

/** Where metrics are read from. */
export interface MetricsSource {
  /** Datapoints in ascending time, query by query. */
  datapoints(
    queries: readonly MetricQuery[],
    window: { fromMs: number; toMs: number; periodS: number },
  ): Promise<Datapoint[]>;
  /** Metrics of a namespace that carry all of `dimensions`. */
  list(
    namespace: string,
    dimensions: Readonly<Record<string, string>>,
  ): Promise<{ metric: string; dimensions: Record<string, string> }[]>;
}

/** `name=value` pairs separated by `;`, as the CSV files have them. */
export function dimensionsText(dimensions: Readonly<Record<string, string>>): string {
  return Object.entries(dimensions).map(([name, value]) => `${name}=${value}`).join(";");
}

/**
 * The metrics that SQS publishes of a queue, with the statistic that says most of each. Units are those
 * that AWS documents ("Available CloudWatch metrics for Amazon SQS").
 */
export function queueQueries(queueName: string): MetricQuery[] {
  const queue = (metric: string, statistic: MetricQuery["statistic"], unit: string) => ({
    namespace: "AWS/SQS",
    metric,
    dimensions: { QueueName: queueName },
    statistic,
    unit,
  });
  return [
    queue("ApproximateNumberOfMessagesVisible", "Maximum", "Count"),
    queue("ApproximateNumberOfMessagesNotVisible", "Maximum", "Count"),
    queue("ApproximateNumberOfMessagesDelayed", "Maximum", "Count"),
    queue("ApproximateAgeOfOldestMessage", "Maximum", "Seconds"),
    queue("NumberOfMessagesSent", "Sum", "Count"),
    queue("NumberOfMessagesReceived", "Sum", "Count"),
    queue("NumberOfMessagesDeleted", "Sum", "Count"),
    queue("NumberOfEmptyReceives", "Sum", "Count"),
    queue("SentMessageSize", "Average", "Bytes"),
  ];
}
