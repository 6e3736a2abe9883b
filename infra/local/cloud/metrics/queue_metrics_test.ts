import assert from "node:assert/strict";
import { queueMetrics } from "./queue_metrics.ts";
import { createQueueMeter } from "../sqs/queue_meter.ts";

const depths = { visible: 4, notVisible: 3, delayed: 2 };

function metricsOf(fill: (meter: ReturnType<typeof createQueueMeter>) => void, periodS = 60) {
  const meter = createQueueMeter();
  fill(meter);
  const observation = { queueName: "orders", counts: meter.flush(), depths, oldestAgeS: 7 };
  return queueMetrics(observation, 120_000, periodS);
}

Deno.test("queueMetrics() has the nine metrics of an active queue", () => {
  const metrics = metricsOf((meter) => {
    for (const bytes of [10, 10, 30]) meter.sent(bytes);
    meter.received(2);
    meter.unreceived(1);
    meter.deleted();
    meter.emptyReceive();
  });
  const sums = Object.fromEntries(
    metrics.map(({ metricName, sample }) => [metricName, sample.sum]),
  );
  assert.deepEqual(sums, {
    NumberOfMessagesSent: 3,
    NumberOfMessagesReceived: 1,
    NumberOfMessagesDeleted: 1,
    NumberOfEmptyReceives: 1,
    ApproximateNumberOfMessagesVisible: 4,
    ApproximateNumberOfMessagesNotVisible: 3,
    ApproximateNumberOfMessagesDelayed: 2,
    ApproximateAgeOfOldestMessage: 7,
    SentMessageSize: 50,
  });
  for (const { dimensions, timestampMs, namespace, highResolution } of metrics) {
    assert.deepEqual(dimensions, [{ Name: "QueueName", Value: "orders" }]);
    assert.deepEqual([timestampMs, namespace, highResolution], [120_000, "AWS/SQS", false]);
  }
});

Deno.test("queueMetrics() of a quiet queue are 0, without a message size", () => {
  const metrics = metricsOf(() => {}, 5);
  assert.equal(metrics.length, 8);
  assert.ok(metrics.every(({ highResolution }) => highResolution));
  const sent = metrics.find(({ metricName }) => metricName === "NumberOfMessagesSent");
  assert.deepEqual([sent?.sample.sum, sent?.sample.sampleCount], [0, 1]);
});
