/**
 * Capacity units of the load balancer.
 *
 * @module
 */
import type { Assumptions } from "./assume.ts";

/** What one capacity unit (LCU) carries; rows `what one LCU is: …` of `data/reference/prices.csv`. */
export const LCU = {
  newConnectionsPerS: 25,
  activeConnectionsPerMinute: 3000,
  processedGbPerHour: 1,
} as const;

/**
 * LCU-hours of a number of orders: the highest of the dimensions, each linear in orders, so that it
 * does not matter when in the month they come.
 *
 * With n orders, in LCU-hours:
 * - new connections: n × newConnectionsPerOrder / 3,600 / 25
 * - active connections: n × newConnectionsPerOrder × connectionS / 3,600 / 3,000 (Little's law)
 * - processed bytes: n × (bytesInPerOrder + bytesOutPerOrder) / 10⁹ / 1
 *
 * Rule evaluations are left out: the first ten rules are free, and the API needs one.
 *
 * @param orders >= 0.
 * @param heldMs how long the answer to an order takes; a connection lives at least as long.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { lcuHours } from "./balancer.ts";
 * import assert from "node:assert/strict";
 *
 * const { hours, dimension } = lcuHours(90_000, 0, assume({ newConnectionsPerOrder: 1 }));
 * assert.deepEqual([hours, dimension], [1, "new connections"]);
 * ```
 */
export function lcuHours(
  orders: number,
  heldMs: number,
  assumptions: Assumptions,
): { hours: number; dimension: string } {
  const { newConnectionsPerOrder, connectionS, bytesInPerOrder, bytesOutPerOrder } = assumptions;
  const connectionHours = orders * newConnectionsPerOrder / 3600;
  const livesS = Math.max(connectionS, heldMs / 1000);
  const dimensions = {
    "new connections": connectionHours / LCU.newConnectionsPerS,
    "active connections": connectionHours * livesS / LCU.activeConnectionsPerMinute,
    "processed bytes": orders * (bytesInPerOrder + bytesOutPerOrder) / 1e9 / LCU.processedGbPerHour,
  };
  const [dimension, hours] = Object.entries(dimensions).reduce((most, next) =>
    next[1] > most[1] ? next : most
  );
  return { hours, dimension };
}
