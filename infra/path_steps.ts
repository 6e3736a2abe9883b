/**
 * What must be done to bring a new version of each path into an account that has its resources, in
 * order.
 *
 * @module
 */
import type { OrderPath } from "../services/orders/ledger_event.ts";
import type { Topology } from "./topology.ts";

/** One step of a deployment; the next begins when `done` holds. */
export interface DeployStep {
  /** What is done. */
  does: string;
  /** How one knows that it is done. */
  done: string;
}

/**
 * Steps of a deployment of one path.
 *
 * @example
 * ```ts
 * import { deploySteps } from "./path_steps.ts";
 * import { originalTopology } from "./topology.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(deploySteps("queue", originalTopology)[0]?.does, "build the image of order-worker");
 * ```
 */
export function deploySteps(path: OrderPath, topology: Readonly<Topology>): DeployStep[] {
  const api = serviceSteps(topology.apiServiceName);
  switch (path) {
    case "sync":
      return api;
    // What takes orders comes last, so that no order meets a consumer that is older than it.
    case "queue":
      return [...serviceSteps(topology.workerServiceName), ...api];
    case "lambda":
      return [...functionSteps(topology.functionName), ...api];
  }
}

function serviceSteps(service: string): DeployStep[] {
  return [
    { does: `build the image of ${service}`, done: "it starts, and its tests pass in it" },
    { does: `push the image of ${service}`, done: "the repository has its digest" },
    { does: `register a task definition of ${service}`, done: "it names the digest" },
    {
      does: `update the service ${service}`,
      done: "it is steady, and all tasks are of this version",
    },
  ];
}

function functionSteps(name: string): DeployStep[] {
  return [
    { does: `build the package of ${name}`, done: "it starts, and its tests pass in it" },
    { does: `update the code of ${name}`, done: "LastUpdateStatus is Successful" },
  ];
}
