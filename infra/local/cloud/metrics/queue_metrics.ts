/**
 * The AWS/SQS metrics of one queue for one period.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 *
 * @module
 */
import type { Datum } from "../cloudwatch/metric_store.ts";
import { mergeSamples, type Sample, sampleOf } from "../cloudwatch/statistics.ts";
import type { Depths } from "../sqs/message_pool.ts";
import type { QueueCounts } from "../sqs/queue_meter.ts";

/** A queue's state as its metrics take it, at the end of a period. */
export interface QueueObservation {
  queueName: string;
  counts: QueueCounts;
  depths: Depths;
  oldestAgeS: number;
}

/** Events of a period: each is a sample of 1, so that Sum and SampleCount are their number. */
function countSample(events: number): Sample {
  return events === 0 ? sampleOf(0) : sampleOf(1, events);
}

function sizesSample(sizes: ReadonlyMap<number, number>): Sample | undefined {
  return mergeSamples([...sizes].map(([bytes, count]) => sampleOf(bytes, count)));
}

/**
 * The nine metrics of a queue, all under the dimension `QueueName` and stamped with the period's start.
 * Depths and age are one true sample each, taken at the period's end; `SentMessageSize` has no datapoint
 * where nothing was sent, as on AWS.
 *
 * @param periodStartMs epoch milliseconds.
 * @param periodS length of the period; below 60 the data is kept by the second.
 */
export function queueMetrics(
  observation: QueueObservation,
  periodStartMs: number,
  periodS: number,
): Datum[] {
  const { queueName, counts, depths, oldestAgeS } = observation;
  const sizes = sizesSample(counts.sentSizes);
  const metrics: [name: string, unit: string, sample: Sample][] = [
    ["NumberOfMessagesSent", "Count", countSample(counts.sent)],
    ["NumberOfMessagesReceived", "Count", countSample(counts.received)],
    ["NumberOfMessagesDeleted", "Count", countSample(counts.deleted)],
    ["NumberOfEmptyReceives", "Count", countSample(counts.emptyReceives)],
    ["ApproximateNumberOfMessagesVisible", "Count", sampleOf(depths.visible)],
    ["ApproximateNumberOfMessagesNotVisible", "Count", sampleOf(depths.notVisible)],
    ["ApproximateNumberOfMessagesDelayed", "Count", sampleOf(depths.delayed)],
    ["ApproximateAgeOfOldestMessage", "Seconds", sampleOf(oldestAgeS)],
    ...(sizes === undefined
      ? []
      : [["SentMessageSize", "Bytes", sizes] as [string, string, Sample]]),
  ];
  return metrics.map(([metricName, unit, sample]) => ({
    namespace: "AWS/SQS",
    metricName,
    dimensions: [{ Name: "QueueName", Value: queueName }],
    timestampMs: periodStartMs,
    unit,
    highResolution: periodS < 60,
    sample,
  }));
}
