/**
 * Datapoints of a generated trial's queue, as CloudWatch has them. Pure.
 *
 * @module
 */
import { type Rows, rowsMadeBy } from "../experiments/collect/rows.ts";

/** Times of orders that are received in the order they are accepted in, milliseconds. */
export interface QueueTimes {
  accepted: Float64Array;
  received: Float64Array;
  completed: Float64Array;
}

/** Samples of a queue, one a period, from two periods before the first order to two after the last. */
export interface QueueSamples {
  fromMs: number;
  periodS: number;
  visible: Float64Array;
  notVisible: Float64Array;
  /** Age of the oldest visible message, s; 0 where there is none. */
  ageS: Float64Array;
}

/** Periods without an order before the first one and after the last. */
const EMPTY_PERIODS = 2;

/**
 * What a queue is seen to hold.
 *
 * @example
 * ```ts
 * import { queueSamples } from "./generated_queue.ts";
 * import assert from "node:assert/strict";
 *
 * const times = {
 *   accepted: Float64Array.of(0, 500),
 *   received: Float64Array.of(500, 1500),
 *   completed: Float64Array.of(1500, 2500),
 * };
 * const { fromMs, visible, notVisible, ageS } = queueSamples(times, 1);
 * assert.equal(fromMs, -2000);
 * assert.deepEqual([...visible], [0, 0, 1, 1, 0, 0, 0]);
 * assert.deepEqual([...notVisible], [0, 0, 0, 1, 1, 0, 0]);
 * assert.deepEqual([...ageS], [0, 0, 0, 0.5, 0, 0, 0]);
 * ```
 */
export function queueSamples(
  { accepted, received, completed }: QueueTimes,
  periodS: number,
): QueueSamples {
  const periodMs = periodS * 1000;
  const fromMs = (Math.floor(accepted[0]! / periodMs) - EMPTY_PERIODS) * periodMs;
  const lastMs = completed.reduce((a, b) => Math.max(a, b));
  const length = Math.ceil((lastMs - fromMs) / periodMs) + EMPTY_PERIODS;
  const samples = { visible: column(), notVisible: column(), ageS: column() };
  function column() {
    return new Float64Array(length);
  }
  let [arrived, taken, paid] = [0, 0, 0];
  for (let period = 0; period < length; period++) {
    const atMs = fromMs + period * periodMs;
    while (accepted[arrived]! <= atMs) arrived++;
    while (received[taken]! <= atMs) taken++;
    while (completed[paid]! <= atMs) paid++;
    samples.visible[period] = arrived - taken;
    samples.notVisible[period] = Math.max(0, taken - paid);
    samples.ageS[period] = arrived > taken ? (atMs - accepted[taken]!) / 1000 : 0;
  }
  return { fromMs, periodS, ...samples };
}

/** Rows of `queue.csv`: visible messages, messages held, and the oldest one's age. */
export function queueRows(
  { trial, repetition, queue }: { trial: string; repetition: number; queue: string },
  { fromMs, periodS, visible, notVisible, ageS }: QueueSamples,
): Rows<Record<string, unknown>> {
  const metrics = [
    { metric: "ApproximateNumberOfMessagesVisible", unit: "Count", values: visible },
    { metric: "ApproximateNumberOfMessagesNotVisible", unit: "Count", values: notVisible },
    { metric: "ApproximateAgeOfOldestMessage", unit: "Seconds", values: ageS },
  ];
  return rowsMadeBy(() => metrics.length * visible.length, (index) => {
    const { metric, unit, values } = metrics[Math.floor(index / visible.length)]!;
    const period = index % visible.length;
    return {
      trial,
      repetition,
      namespace: "AWS/SQS",
      metric,
      dimensions: `QueueName=${queue}`,
      statistic: "Maximum",
      period_s: periodS,
      at_ms: fromMs + period * periodS * 1000,
      value: Math.floor(values[period]!),
      unit,
    };
  });
}
