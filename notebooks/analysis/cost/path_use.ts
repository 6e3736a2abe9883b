/**
 * What a path uses in a month, item by item, before prices.
 *
 * @module
 */
import { pathAlarms } from "../../../infra/path_alarms.ts";
import { originalTopology } from "../../../infra/topology.ts";
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import type { Assumptions } from "./assume.ts";
import { lcuHours } from "./balancer.ts";
import { type FleetMode, fleetOf, paidPerTaskPerS } from "./fleet.ts";
import { billedMsPerOrder, gbSeconds } from "./functions.ts";
import { functionLogGb, LEDGER_LINES, ledgerGb } from "./logs.ts";
import { billedRequests, emptyReceivesPerTaskHour } from "./messages.ts";
import type { Priced } from "./price_book.ts";
import { type TaskLine, taskUses, type Use } from "./task_use.ts";

/** What decides how much a path uses. */
export interface Usage {
  path: OrderPath;
  /** >= 0. */
  ordersPerMonth: number;
  fleet: FleetMode;
  assumptions: Assumptions;
  /** Of a worker task that is busy, as counted in a run (`empty_receives.ts`); absent: as of one that idles. */
  emptyReceivesPerBusyTaskHour?: number;
}

/**
 * Everything that a path uses in a month. Functions are arithmetic: none has been measured.
 *
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { pathUses } from "./path_use.ts";
 * import assert from "node:assert/strict";
 *
 * const usage = { path: "lambda", ordersPerMonth: 1000, fleet: "fixed" } as const;
 * const uses = pathUses({ ...usage, assumptions: assume() });
 * assert.equal(uses.find(({ item }) => item === "function: requests")?.quantity, 1000);
 * ```
 */
export function pathUses(usage: Usage): Use[] {
  const { path } = usage;
  const uses = [...apiUses(usage), ...balancerUses(usage), ...watchingUses(usage)];
  switch (path) {
    case "sync":
      return uses;
    case "queue":
      return [...uses, ...topicUses(usage), ...queueUses(usage)];
    case "lambda":
      return [...uses, ...topicUses(usage), ...functionUses(usage)];
  }
}

function apiUses(usage: Usage): Use[] {
  const { path, ordersPerMonth, assumptions } = usage;
  const perTaskPerS = path === "sync"
    ? paidPerTaskPerS(assumptions)
    : assumptions.ordersPerApiTaskPerS;
  const service = { tasksMin: assumptions.apiTasksMin, perTaskPerS };
  const fleet = fleetOf(ordersPerMonth, service, usage.fleet, assumptions);
  const lines = LEDGER_LINES[path].task;
  return [
    ...taskUses("API tasks", fleet, assumptions),
    use(
      "orders",
      "logs of tasks: ledger",
      "taskLogs",
      ledgerGb(ordersPerMonth, lines, assumptions),
      `orders × ${lines} lines × (ledgerLineBytes + logEventBytes) / 10⁹`,
    ),
  ];
}

function balancerUses({ path, ordersPerMonth, assumptions }: Usage): Use[] {
  const { hoursPerMonth, availabilityZones, bytesOutPerOrder, serviceTimeMs } = assumptions;
  const heldMs = path === "sync" ? serviceTimeMs : 0;
  const { hours, dimension } = lcuHours(ordersPerMonth, heldMs, assumptions);
  return [
    use("idle", "load balancer: hours", "balancer", hoursPerMonth, "hoursPerMonth"),
    use(
      "idle",
      "load balancer: public addresses",
      "publicAddress",
      availabilityZones * hoursPerMonth,
      "availabilityZones × hoursPerMonth",
    ),
    use(
      "orders",
      "load balancer: capacity",
      "balancerCapacity",
      hours,
      `LCU-hours of the highest dimension, ${dimension} (balancer.ts)`,
    ),
    use(
      "orders",
      "transfer to clients",
      "transferOut",
      ordersPerMonth * bytesOutPerOrder / 1e9,
      "orders × bytesOutPerOrder / 10⁹",
    ),
  ];
}

function watchingUses({ path, assumptions }: Usage): Use[] {
  const services = path === "queue" ? 2 : 1;
  const alarms = pathAlarms(path, originalTopology).length;
  return [
    use(
      "idle",
      "alarms",
      "alarm",
      alarms,
      `${alarms} alarms of one metric each (infra/path_alarms.ts)`,
    ),
    use(
      "idle",
      "custom metrics",
      "customMetric",
      services * assumptions.metricsPerService,
      `${services} services of tasks × metricsPerService`,
    ),
  ];
}

function topicUses({ path, ordersPerMonth, assumptions }: Usage): Use[] {
  const { messagesPerPublish, messageBytes } = assumptions;
  const publishes = billedRequests(ordersPerMonth, messagesPerPublish, messageBytes);
  const delivery: Priced = path === "queue" ? "deliveryToQueue" : "deliveryToFunction";
  return [
    use(
      "orders",
      "topic: publishes",
      "publish",
      publishes,
      "orders / messagesPerPublish × ⌈messagesPerPublish × messageBytes / 64 KB⌉",
    ),
    use("orders", "topic: deliveries", delivery, ordersPerMonth, "orders"),
  ];
}

function queueUses(usage: Usage): Use[] {
  const { ordersPerMonth, assumptions } = usage;
  const { messageBytes, messagesPerReceive, messagesPerDelete, receiveWaitS } = assumptions;
  const sends = ordersPerMonth * assumptions.sendsBilledPerDelivery;
  const service = {
    tasksMin: assumptions.workerTasksMin,
    perTaskPerS: paidPerTaskPerS(assumptions),
  };
  const fleet = fleetOf(ordersPerMonth, service, usage.fleet, assumptions);
  const counted = usage.emptyReceivesPerBusyTaskHour;
  // The minimum of tasks waits for most of the month; those beyond it are there because there is work.
  const emptyReceives: TaskLine = {
    item: "empty receives",
    priced: "queueRequest",
    perTaskHour: emptyReceivesPerTaskHour(receiveWaitS),
    formula: "3,600 / receiveWaitS",
    basis: "arithmetic",
    ...(counted !== undefined && {
      atPeak: {
        perTaskHour: counted,
        formula: "empty receives of a busy task-hour, as counted in the run",
        basis: "counted",
      },
    }),
  };
  return [
    ...taskUses("worker tasks", fleet, assumptions, [emptyReceives]),
    use(
      "orders",
      "queue: sends by the topic",
      "queueRequest",
      billedRequests(sends, 1, messageBytes),
      "orders × sendsBilledPerDelivery × ⌈messageBytes / 64 KB⌉",
    ),
    use(
      "orders",
      "queue: receives",
      "queueRequest",
      billedRequests(ordersPerMonth, messagesPerReceive, messageBytes),
      "orders / messagesPerReceive × ⌈messagesPerReceive × messageBytes / 64 KB⌉",
    ),
    use(
      "orders",
      "queue: deletes",
      "queueRequest",
      billedRequests(ordersPerMonth, messagesPerDelete, 0),
      "orders / messagesPerDelete",
    ),
  ];
}

function functionUses({ ordersPerMonth, assumptions }: Usage): Use[] {
  const ms = billedMsPerOrder(assumptions);
  return [
    use("orders", "function: requests", "invocation", ordersPerMonth, "orders"),
    use(
      "orders",
      "function: GB-seconds",
      "functionMemory",
      gbSeconds(ordersPerMonth, assumptions),
      `orders × ${ms.toFixed(2)} ms billed / 1,000 × functionMemoryMb / 1,024`,
    ),
    use(
      "orders",
      "logs of the function",
      "functionLogs",
      functionLogGb(ordersPerMonth, assumptions),
      "orders × (3 × ledgerLineBytes + 6 × logEventBytes + functionLogBytes) / 10⁹",
    ),
  ];
}

function use(
  when: Use["when"],
  item: string,
  priced: Priced,
  quantity: number,
  formula: string,
): Use {
  return { when, item, priced, quantity, formula, basis: "arithmetic" };
}
