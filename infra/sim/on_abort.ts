/**
 * Being told of an abort, cheaply: one listener a signal however many wait for it, where each listener
 * of its own costs the runtime more than a sleep does.
 *
 * @module
 */

const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `callback` when `signal` aborts, in the order of asking; never when it has aborted already.
 *
 * @returns a function that takes it back.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  let callbacks = callbacksOf.get(signal);
  if (callbacks === undefined) {
    const mine = callbacks = new Set<() => void>();
    callbacksOf.set(signal, mine);
    signal.addEventListener("abort", () => {
      for (const each of mine) each();
      mine.clear();
    }, { once: true });
  }
  const known = callbacks;
  // A wrapper of its own, so that one function may wait twice.
  const entry = () => callback();
  known.add(entry);
  return () => void known.delete(entry);
}
