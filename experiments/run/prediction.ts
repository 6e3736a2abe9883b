/**
 * Queueing arithmetic: what a drain must take if nothing but the payment costs time.
 *
 * @module
 */

/** What sets the pace of the workers. */
export interface Servers {
  /** Worker processes. */
  workers: number;
  /** Orders that one worker works on at once. */
  concurrency: number;
  /** Payments at once in a process. */
  paymentSlots: number;
}

/**
 * Payments that can run at once: `workers × min(concurrency, slots)`.
 *
 * @example
 * ```ts
 * import { serverCount } from "./prediction.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(serverCount({ workers: 1, concurrency: 20, paymentSlots: 5 }), 5);
 * ```
 */
export function serverCount({ workers, concurrency, paymentSlots }: Servers): number {
  return workers * Math.min(concurrency, paymentSlots);
}

/**
 * The most that the servers can complete: `servers / service time`.
 *
 * @returns orders per second.
 */
export function ceilingPerS(servers: Servers, serviceTimeMs: number): number {
  return serverCount(servers) * 1000 / serviceTimeMs;
}

/**
 * Time to work off a backlog: `backlog × service time / servers`.
 *
 * @param backlog orders when arrivals end.
 * @returns seconds; infinite without servers.
 * @example 2,784 orders at the original's 5 slots of 3 s take 28 minutes, not 48
 * ```ts
 * import { predictedDrainS } from "./prediction.ts";
 * import assert from "node:assert/strict";
 *
 * const drainS = predictedDrainS(2784, { workers: 1, concurrency: 100, paymentSlots: 5 }, 3000);
 * assert.equal(Math.round(drainS / 60), 28);
 * // and with one loop 2.3 hours
 * const loneS = predictedDrainS(2784, { workers: 1, concurrency: 1, paymentSlots: 5 }, 3000);
 * assert.equal((loneS / 3600).toFixed(1), "2.3");
 * ```
 */
export function predictedDrainS(backlog: number, servers: Servers, serviceTimeMs: number): number {
  return backlog === 0 ? 0 : backlog / ceilingPerS(servers, serviceTimeMs);
}

/**
 * Backlog at the end of a load phase of constant rate: `max(0, (arrivals − ceiling) × time)`.
 *
 * @returns orders.
 */
export function predictedBacklog(
  ratePerS: number,
  loadS: number,
  servers: Servers,
  serviceTimeMs: number,
): number {
  const growthPerS = ratePerS - ceilingPerS(servers, serviceTimeMs);
  const inService = Math.min(serverCount(servers), ratePerS * serviceTimeMs / 1000);
  return Math.max(inService, growthPerS * loadS + inService);
}
