/**
 * Publishes, once a period, what the cloud measures of its queues and of itself.
 *
 * @module
 */
import process from "node:process";
import type { Datum, MetricStore } from "../cloudwatch/metric_store.ts";
import { type Sample, sampleOf } from "../cloudwatch/statistics.ts";
import type { QueueStore } from "../sqs/queue_store.ts";
import { startLagMeter } from "./event_loop_lag.ts";
import { queueMetrics } from "./queue_metrics.ts";

/** Periods that CloudWatch can tell apart, seconds. */
export const METRIC_PERIODS_S: readonly number[] = [1, 5, 10, 30, 60];

/** Namespace of the cloud's metrics about itself. */
export const CLOUD_NAMESPACE = "Spillway/Cloud";

/** Ends publishing. */
export type StopPublisher = () => void;

/**
 * When the next period ends.
 *
 * @example
 * ```ts
 * import { nextBoundaryMs } from "./publisher.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nextBoundaryMs(61_000, 60), 120_000);
 * assert.equal(nextBoundaryMs(120_000, 60), 180_000);
 * ```
 */
export function nextBoundaryMs(nowMs: number, periodS: number): number {
  const periodMs = periodS * 1_000;
  return (Math.floor(nowMs / periodMs) + 1) * periodMs;
}

/**
 * Publishes at each boundary of `periodS` seconds since the epoch. What is published at a boundary is
 * stamped with the start of the period that it ends, the first of them possibly a part of a period.
 */
export function startPublisher(options: {
  queues: QueueStore;
  metrics: MetricStore;
  periodS: number;
  now: () => number;
}): StopPublisher {
  const { queues, metrics, periodS, now } = options;
  const lag = startLagMeter();
  let boundaryMs = nextBoundaryMs(now(), periodS);
  let timer: ReturnType<typeof setTimeout>;

  function ownMetric(metricName: string, unit: string, sample: Sample, timestampMs: number): Datum {
    const highResolution = periodS < 60;
    const namespace = CLOUD_NAMESPACE;
    return { namespace, metricName, dimensions: [], timestampMs, unit, highResolution, sample };
  }

  function publish(): void {
    const startMs = boundaryMs - periodS * 1_000;
    for (const queue of queues.allQueues()) {
      const observation = {
        queueName: queue.name,
        counts: queue.meter.flush(),
        depths: queue.depths(),
        oldestAgeS: queue.oldestAgeS(),
      };
      for (const datum of queueMetrics(observation, startMs, periodS)) metrics.add(datum);
    }
    const lags = lag.flush();
    if (lags !== undefined) {
      metrics.add(ownMetric("EventLoopLagMs", "Milliseconds", lags, startMs));
    }
    const rss = sampleOf(process.memoryUsage().rss);
    metrics.add(ownMetric("RssBytes", "Bytes", rss, startMs));
  }

  function tick(): void {
    // A timer may fire a little early, and after a sleep of the machine many periods late.
    if (now() >= boundaryMs) {
      publish();
      boundaryMs = nextBoundaryMs(now(), periodS);
    }
    timer = setTimeout(tick, Math.max(1, boundaryMs - now()));
  }

  timer = setTimeout(tick, boundaryMs - now());
  return () => {
    clearTimeout(timer);
    lag.stop();
  };
}
