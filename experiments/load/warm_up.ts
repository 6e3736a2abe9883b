/**
 * Warm-up: orders that compile what the load will use, and count for nothing.
 *
 * @module
 */
import type { Random } from "../../services/orders/ports.ts";
import { orderIdOf, orderOf } from "./orders.ts";
import { outcomeOf, type Sender } from "./sender.ts";

/** What is sent to warm up. */
export interface WarmUp {
  /** What order ids begin with. */
  idPrefix: string;
  /** Number of orders, >= 0. */
  orders: number;
  /** Orders in flight at once, >= 1. */
  inFlight: number;
}

/**
 * Sends warm-up orders as fast as they are answered.
 *
 * @returns how many were not confirmed; those not sent because `signal` aborted are among them.
 */
export async function sendWarmUp(
  { idPrefix, orders, inFlight }: WarmUp,
  { sender, random }: { sender: Sender; random: Random },
  signal?: AbortSignal,
): Promise<number> {
  let begun = 0;
  let confirmed = 0;
  await Promise.all(Array.from({ length: Math.min(inFlight, orders) }, async () => {
    while (begun < orders && !signal?.aborted) {
      const order = orderOf(orderIdOf(idPrefix, ++begun), random);
      const outcome = outcomeOf(await sender.send(order, signal));
      // Not `confirmed += …` with the wait inside: the loops would overwrite each other's counts.
      if (outcome === "confirmed") confirmed++;
    }
  }));
  return orders - confirmed;
}
