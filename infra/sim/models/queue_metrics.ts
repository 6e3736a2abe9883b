/**
 * What CloudWatch shows of queues: one look a period, at its end, stamped with its start. A peak between
 * two looks is not seen.
 *
 * Source: `data/reference/model_parameters.csv`, SQS `cloudwatch_metric_period`,
 * `age_of_oldest_message_rule`; the metrics are those of the AWS guide, "Available CloudWatch metrics for
 * Amazon SQS".
 *
 * @module
 */
import type { Datapoint, MetricsSource } from "../../../experiments/collect/metric_query.ts";
import type { MemoryQueue } from "../memory_queue.ts";
import type { VirtualClock } from "../virtual_clock.ts";

/** Metrics of queues, sampled since the source was made. */
export interface QueueMetrics extends MetricsSource {
  /** Ends the sampling. */
  stop(): void;
}

type Look = Record<string, number>;

/**
 * Starts sampling.
 *
 * @param periodS 1, 5, 10, 30 or 60 (on AWS); periods begin at whole multiples of it since the epoch.
 */
export function sampleQueueMetrics(
  clock: VirtualClock,
  queues: readonly MemoryQueue[],
  periodS: number,
): QueueMetrics {
  const periodMs = periodS * 1000;
  const looks = new Map<string, { atMs: number; values: Look }[]>();
  const totals = new Map(queues.map((queue) => [queue.name, totalsOf(queue)]));
  let boundaryMs = (Math.floor(clock.now() / periodMs) + 1) * periodMs;

  function look(): void {
    for (const queue of queues) {
      const now = totalsOf(queue);
      const values = valuesOf(queue, now, totals.get(queue.name)!, clock.now());
      totals.set(queue.name, now);
      const kept = looks.get(queue.name) ?? [];
      kept.push({ atMs: boundaryMs - periodMs, values });
      looks.set(queue.name, kept);
    }
    boundaryMs += periodMs;
    cancel = clock.scheduleAt(boundaryMs, look);
  }
  let cancel = clock.scheduleAt(boundaryMs, look);

  return {
    datapoints(asked, { fromMs, toMs }) {
      const points = asked.flatMap((query): Datapoint[] =>
        (looks.get(query.dimensions.QueueName ?? "") ?? []).flatMap(({ atMs, values }) => {
          const value = values[query.metric];
          if (value === undefined || atMs + periodMs <= fromMs || atMs >= toMs) return [];
          return [{ query, periodS, atMs, value }];
        })
      );
      return Promise.resolve(points);
    },
    list: () => Promise.resolve([]),
    stop: () => void cancel(),
  };
}

/** What only grows. */
function totalsOf(queue: MemoryQueue): Look {
  const { sent, received, deleted } = queue.counts();
  const { emptyReceives, sentBytes } = queue.meter();
  return { sent, received, deleted, emptyReceives, sentBytes };
}

function valuesOf(queue: MemoryQueue, now: Look, before: Look, nowMs: number): Look {
  const { visible, notVisible, delayed } = queue.counts();
  const { oldestSentAtMs = nowMs } = queue.meter();
  const grown = (name: string) => now[name]! - before[name]!;
  const sent = grown("sent");
  return {
    ApproximateNumberOfMessagesVisible: visible,
    ApproximateNumberOfMessagesNotVisible: notVisible,
    ApproximateNumberOfMessagesDelayed: delayed,
    ApproximateAgeOfOldestMessage: Math.max(0, Math.floor((nowMs - oldestSentAtMs) / 1000)),
    NumberOfMessagesSent: sent,
    NumberOfMessagesReceived: grown("received"),
    NumberOfMessagesDeleted: grown("deleted"),
    NumberOfEmptyReceives: grown("emptyReceives"),
    // Where nothing was sent there is no size.
    ...(sent > 0 ? { SentMessageSize: grown("sentBytes") / sent } : {}),
  };
}
