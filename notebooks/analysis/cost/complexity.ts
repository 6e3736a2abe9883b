/**
 * What a path asks of who operates it, counted.
 *
 * @module
 */
import { pathAlarms } from "../../../infra/path_alarms.ts";
import { pathResources } from "../../../infra/path_resources.ts";
import { deploySteps } from "../../../infra/path_steps.ts";
import { originalTopology, type Topology } from "../../../infra/topology.ts";
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import type { Figure } from "../figure.ts";
import { PATHS } from "./path_cost.ts";

/** Counts of one path. */
export interface ComplexityRow {
  path: OrderPath;
  /** Things in the account with a life of their own; alarms are counted apart. */
  resources: Figure;
  /** Values that somebody decided on in these resources. */
  settings: Figure;
  /** Alarms, those that wake and those that scale. */
  alarms: Figure;
  /** Of these, those that wake somebody. */
  wakingAlarms: Figure;
  /** Steps of bringing out a new version. */
  deploySteps: Figure;
}

/**
 * Resources, settings, alarms and deploy steps of each path, counted from `infra`.
 *
 * @example
 * ```ts
 * import { complexity } from "./complexity.ts";
 * import assert from "node:assert/strict";
 *
 * const [sync, queue] = complexity();
 * assert.ok(queue!.resources.value > sync!.resources.value);
 * ```
 */
export function complexity(topology: Readonly<Topology> = originalTopology): ComplexityRow[] {
  return PATHS.map((path) => {
    const resources = pathResources(path, topology);
    const settings = resources.reduce((sum, one) => sum + Object.keys(one.settings).length, 0);
    const alarms = pathAlarms(path, topology);
    return {
      path,
      resources: counted(resources.length, "resources", "infra/path_resources.ts"),
      settings: counted(settings, "settings", "infra/path_resources.ts"),
      alarms: counted(alarms.length, "alarms", "infra/path_alarms.ts"),
      wakingAlarms: counted(
        alarms.filter(({ action }) => action === "wake").length,
        "alarms",
        "infra/path_alarms.ts",
      ),
      deploySteps: counted(deploySteps(path, topology).length, "steps", "infra/path_steps.ts"),
    };
  });
}

function counted(value: number, unit: string, file: string): Figure {
  const reason = "counted in the description that a deployment is made from";
  return { value, unit, source: { kind: "assumption", file, reason } };
}
