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
  /** As counted in a run (`empty_receives.ts`); absent: by arithmetic. */
  emptyReceivesPerTaskHour?: number;
}

/** Everything that a path uses in a month. Functions are arithmetic: none has been measured. */
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
    perOrder("logs of tasks: ledger", "taskLogs", ledgerGb(ordersPerMonth, lines, assumptions), {
      formula: `orders × ${lines} lines × (ledgerLineBytes + logEventBytes) / 10⁹`,
    }),
  ];
}

function balancerUses({ path, ordersPerMonth, assumptions }: Usage): Use[] {
  const { hoursPerMonth, availabilityZones, bytesOutPerOrder, serviceTimeMs } = assumptions;
  const heldMs = path === "sync" ? serviceTimeMs : 0;
  const { hours, dimension } = lcuHours(ordersPerMonth, heldMs, assumptions);
  return [
    idle("load balancer: hours", "balancer", hoursPerMonth, "hoursPerMonth"),
    idle(
      "load balancer: public addresses",
      "publicAddress",
      availabilityZones * hoursPerMonth,
      "availabilityZones × hoursPerMonth",
    ),
    perOrder("load balancer: capacity", "balancerCapacity", hours, {
      formula: `LCU-hours of the highest dimension, ${dimension} (balancer.ts)`,
    }),
    perOrder("transfer to clients", "transferOut", ordersPerMonth * bytesOutPerOrder / 1e9, {
      formula: "orders × bytesOutPerOrder / 10⁹",
    }),
  ];
}

function watchingUses({ path, assumptions }: Usage): Use[] {
  const services = path === "queue" ? 2 : 1;
  const alarms = pathAlarms(path, originalTopology).length;
  return [
    idle("alarms", "alarm", alarms, `${alarms} alarms of one metric each (infra/path_alarms.ts)`),
    idle(
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
    perOrder("topic: publishes", "publish", publishes, {
      formula: "orders / messagesPerPublish × ⌈messagesPerPublish × messageBytes / 64 KB⌉",
    }),
    perOrder("topic: deliveries", delivery, ordersPerMonth, { formula: "orders" }),
  ];
}

function queueUses(usage: Usage): Use[] {
  const { ordersPerMonth, assumptions } = usage;
  const { messageBytes, messagesPerReceive, messagesPerDelete, receiveWaitS } = assumptions;
  const service = {
    tasksMin: assumptions.workerTasksMin,
    perTaskPerS: paidPerTaskPerS(assumptions),
  };
  const fleet = fleetOf(ordersPerMonth, service, usage.fleet, assumptions);
  const counted = usage.emptyReceivesPerTaskHour;
  const emptyReceives: TaskLine = {
    item: "empty receives",
    priced: "queueRequest",
    perTaskHour: counted ?? emptyReceivesPerTaskHour(receiveWaitS),
    formula: counted === undefined
      ? "3,600 / receiveWaitS"
      : "empty receives of a task-hour, as counted in the run",
    basis: counted === undefined ? "arithmetic" : "measured",
  };
  return [
    ...taskUses("worker tasks", fleet, assumptions, [emptyReceives]),
    // Delivery is free on SNS, and a request of SQS all the same: "standard SQS pricing applies".
    perOrder(
      "queue: sends by the topic",
      "queueRequest",
      billedRequests(ordersPerMonth, 1, messageBytes),
      { formula: "orders × ⌈messageBytes / 64 KB⌉" },
    ),
    perOrder(
      "queue: receives",
      "queueRequest",
      billedRequests(ordersPerMonth, messagesPerReceive, messageBytes),
      { formula: "orders / messagesPerReceive × ⌈messagesPerReceive × messageBytes / 64 KB⌉" },
    ),
    perOrder(
      "queue: deletes",
      "queueRequest",
      billedRequests(ordersPerMonth, messagesPerDelete, 0),
      { formula: "orders / messagesPerDelete" },
    ),
  ];
}

function functionUses({ ordersPerMonth, assumptions }: Usage): Use[] {
  const ms = billedMsPerOrder(assumptions);
  return [
    perOrder("function: requests", "invocation", ordersPerMonth, { formula: "orders" }),
    perOrder("function: GB-seconds", "functionMemory", gbSeconds(ordersPerMonth, assumptions), {
      formula: `orders × ${ms.toFixed(2)} ms billed / 1,000 × functionMemoryMb / 1,024`,
    }),
    perOrder("logs of the function", "functionLogs", functionLogGb(ordersPerMonth, assumptions), {
      formula: "orders × (3 × (ledgerLineBytes + logEventBytes) + functionLogBytes + " +
        "3 × logEventBytes) / 10⁹",
    }),
  ];
}

function idle(item: string, priced: Priced, quantity: number, formula: string): Use {
  return { when: "idle", item, priced, quantity, formula, basis: "arithmetic" };
}

function perOrder(
  item: string,
  priced: Priced,
  quantity: number,
  { formula }: { formula: string },
): Use {
  return { when: "orders", item, priced, quantity, formula, basis: "arithmetic" };
}
