/**
 * The alarms of each path, as data: those that wake somebody, and those that scale a service.
 *
 * @module
 */
import type { OrderPath } from "../services/orders/ledger_event.ts";
import { scalingAlarms } from "./path_scaling.ts";
import type { Topology } from "./topology.ts";

/** One CloudWatch alarm on one metric at standard resolution. */
export interface Alarm {
  name: string;
  /** What it does when it goes off. */
  action: "wake" | "scale";
  namespace: string;
  metric: string;
  statistic: "Sum" | "Maximum" | "Average" | "p99";
  comparison: "above" | "below";
  /** In the metric's own unit. */
  threshold: number;
  /**
   * Minutes, the period of these metrics, that must break the threshold, one after the other; >= 1.
   */
  periods: number;
  /** Why this metric, and why this threshold. */
  why: string;
}

/** How long an accepted order may wait before somebody is woken, seconds. */
const WAIT_S_MAX = 300;

/**
 * Alarms of one path.
 *
 * @example
 * ```ts
 * import { pathAlarms } from "./path_alarms.ts";
 * import { originalTopology } from "./topology.ts";
 * import assert from "node:assert/strict";
 *
 * const names = pathAlarms("lambda", originalTopology).map(({ name }) => name);
 * assert.ok(names.includes("order-processor-lambda-errors"));
 * ```
 */
export function pathAlarms(path: OrderPath, topology: Readonly<Topology>): Alarm[] {
  const all = [...apiAlarms(topology), ...scalingAlarms(path, topology)];
  switch (path) {
    case "sync":
      return [...all, ...syncAlarms(topology)];
    case "queue":
      return [...all, ...topicAlarms(topology), ...queueAlarms(topology)];
    case "lambda":
      return [...all, ...topicAlarms(topology), ...functionAlarms(topology)];
  }
}

const balancer = { namespace: "AWS/ApplicationELB", action: "wake", periods: 3 } as const;

function apiAlarms({ apiServiceName }: Readonly<Topology>): Alarm[] {
  return [
    {
      ...balancer,
      name: `${apiServiceName}-unhealthy`,
      metric: "UnHealthyHostCount",
      statistic: "Maximum",
      comparison: "above",
      threshold: 0,
      why: "a task that fails its health checks for three minutes does not come back by itself",
    },
    {
      ...balancer,
      name: `${apiServiceName}-errors`,
      metric: "HTTPCode_Target_5XX_Count",
      statistic: "Sum",
      comparison: "above",
      threshold: 0,
      why: "the API answers 5xx only to orders that it could not take",
    },
  ];
}

function syncAlarms(topology: Readonly<Topology>): Alarm[] {
  const { apiServiceName, paymentMs } = topology;
  return [
    {
      ...balancer,
      name: `${apiServiceName}-slow`,
      metric: "TargetResponseTime",
      statistic: "p99",
      comparison: "above",
      threshold: 2 * paymentMs / 1000,
      why: "twice the payment's time: an order in a hundred waits a whole payment for a slot",
    },
  ];
}

function topicAlarms({ topicName }: Readonly<Topology>): Alarm[] {
  return [{
    name: `${topicName}-undelivered`,
    action: "wake",
    namespace: "AWS/SNS",
    metric: "NumberOfNotificationsFailed",
    statistic: "Sum",
    comparison: "above",
    threshold: 0,
    periods: 1,
    why: "an accepted order did not get past the topic",
  }];
}

function queueAlarms(topology: Readonly<Topology>): Alarm[] {
  const { queueName } = topology;
  return [
    {
      name: `${queueName}-old`,
      action: "wake",
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      statistic: "Maximum",
      comparison: "above",
      threshold: WAIT_S_MAX,
      periods: 3,
      why: "orders wait longer than they may although the service had time to scale",
    },
    deadLettered(topology),
  ];
}

function functionAlarms(topology: Readonly<Topology>): Alarm[] {
  const name = topology.functionName;
  const wake = { action: "wake", namespace: "AWS/Lambda", comparison: "above" } as const;
  return [
    {
      ...wake,
      name: `${name}-errors`,
      metric: "Errors",
      statistic: "Sum",
      threshold: 0,
      periods: 1,
      why: "an order whose payment failed is tried again at most twice",
    },
    {
      ...wake,
      name: `${name}-throttles`,
      metric: "Throttles",
      statistic: "Sum",
      threshold: 0,
      periods: 3,
      why: "the account's concurrency is used up, and orders wait in Lambda's own queue",
    },
    {
      ...wake,
      name: `${name}-old`,
      metric: "AsyncEventAge",
      statistic: "Maximum",
      threshold: WAIT_S_MAX * 1000,
      periods: 3,
      why: "milliseconds: orders wait longer than they may before the function takes them",
    },
    deadLettered(topology),
  ];
}

function deadLettered({ deadLetterQueueName, maxReceiveCount }: Readonly<Topology>): Alarm {
  return {
    name: `${deadLetterQueueName}-filled`,
    action: "wake",
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    comparison: "above",
    threshold: 0,
    periods: 1,
    why: `an accepted order failed ${maxReceiveCount} times and waits for somebody`,
  };
}
