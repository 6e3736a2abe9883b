/**
 * The alarms that scale the services of each path in steps. They are ours, so that their number and
 * delay are seen; target tracking would make two of its own for each service.
 *
 * @module
 */
import type { OrderPath } from "../services/orders/ledger_event.ts";
import type { Alarm } from "./path_alarms.ts";
import type { Topology } from "./topology.ts";

/** Share of what a task can do at which its service is scaled out, and in. */
const BUSY = { out: 0.8, in: 0.3 };

/**
 * Minutes that the metric must stay low; as target tracking's own alarm has them
 * (`tt_scale_in_datapoints` in `data/reference/model_parameters.csv`).
 */
const MINUTES_LOW = 15;

/** What a service is scaled by. */
interface ScalingMetric extends Pick<Alarm, "namespace" | "metric" | "statistic" | "why"> {
  thresholds: { out: number; in: number };
}

/**
 * Alarms that scale the services of one path: two a service.
 *
 * @example
 * ```ts
 * import { scalingAlarms } from "./path_scaling.ts";
 * import { originalTopology } from "./topology.ts";
 * import assert from "node:assert/strict";
 *
 * const [out] = scalingAlarms("sync", originalTopology);
 * // 5 slots pay 100 orders in a minute at 3 s each; 80 % of that.
 * assert.deepEqual([out?.metric, out?.threshold], ["RequestCountPerTarget", 80]);
 * ```
 */
export function scalingAlarms(path: OrderPath, topology: Readonly<Topology>): Alarm[] {
  const { apiServiceName, workerServiceName } = topology;
  switch (path) {
    case "sync":
      return inAndOut(apiServiceName, bySlots(topology));
    case "queue":
      return [
        ...inAndOut(apiServiceName, BY_CPU),
        ...inAndOut(workerServiceName, byBacklog(topology)),
      ];
    case "lambda":
      return inAndOut(apiServiceName, BY_CPU);
  }
}

const BY_CPU: ScalingMetric = {
  namespace: "AWS/ECS",
  metric: "CPUUtilization",
  statistic: "Average",
  thresholds: { out: BUSY.out * 100, in: BUSY.in * 100 },
  why: "percent of the tasks' CPU: accepting orders is bound by nothing else",
};

function bySlots(topology: Readonly<Topology>): ScalingMetric {
  const perMinute = ordersPerMinute(topology);
  return {
    namespace: "AWS/ApplicationELB",
    metric: "RequestCountPerTarget",
    statistic: "Sum",
    thresholds: { out: BUSY.out * perMinute, in: BUSY.in * perMinute },
    why: "requests a minute: those that a task's slots can pay, while its CPU waits",
  };
}

function byBacklog(topology: Readonly<Topology>): ScalingMetric {
  return {
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    statistic: "Maximum",
    thresholds: { out: ordersPerMinute(topology), in: 1 },
    why: "messages: out when a task needs more than a minute for them, in when none waits",
  };
}

/** Orders that one task pays in a minute, all slots busy: slots × 60,000 / payment in ms. */
function ordersPerMinute({ paymentSlots, paymentMs }: Readonly<Topology>): number {
  return paymentSlots * 60_000 / paymentMs;
}

function inAndOut(service: string, { thresholds, ...metric }: ScalingMetric): Alarm[] {
  const scale = { ...metric, action: "scale" } as const;
  return [
    {
      ...scale,
      name: `${service}-out`,
      comparison: "above",
      threshold: thresholds.out,
      periods: 1,
    },
    {
      ...scale,
      name: `${service}-in`,
      comparison: "below",
      threshold: thresholds.in,
      periods: MINUTES_LOW,
    },
  ];
}
