/**
 * Being told of an abort, cheaply: one listener a signal however many wait for it, where each listener
 * of its own costs the runtime more than a sleep does.
 *
 * @module
 */

import { createLine, type Line } from "../../services/orders/line.ts";

const callbacksOf = new WeakMap<AbortSignal, Line<() => void>>();

/**
 * Calls `callback` when `signal` aborts, in the order of asking; never when it has aborted already.
 *
 * @returns a function that takes it back.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = callbacksOf.get(signal);
  if (callbacks === undefined) {
    const mine = callbacks = createLine<() => void>();
    callbacksOf.set(signal, mine);
    signal.addEventListener("abort", () => {
      for (const place of mine.places()) if (mine.remove(place)) place.item();
    }, { once: true });
  }
  const known = callbacks;
  const place = known.add(callback);
  return () => void known.remove(place);
}
