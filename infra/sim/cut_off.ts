/**
 * Ending many calls at once, beside the signal that each of them has.
 *
 * @module
 */
import { onAbort } from "./on_abort.ts";

/** See {@linkcode createCutOff}. */
export interface CutOff {
  /** Runs a call with a signal that aborts when `signal` does or when all are cut off. */
  during<T>(signal: AbortSignal | undefined, call: (both: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts the signal of every call under way. */
  cut(reason: unknown): void;
}

/**
 * Nothing under way. Calls that have a signal in common share the one that they run with: to make one
 * and to listen to it costs the runtime more than the call. `AbortSignal.any` is none either, for what it
 * makes is kept for as long as the common one lives.
 */
export function createCutOff(): CutOff {
  /** By the signal that calls have; those without one have a stand-in. */
  const shared = new Map<AbortSignal, AbortController>();
  const none = new AbortController().signal;

  function sharedBy(signal: AbortSignal): AbortController {
    const known = shared.get(signal);
    if (known !== undefined) return known;
    const both = new AbortController();
    shared.set(signal, both);
    onAbort(signal, () => {
      shared.delete(signal);
      both.abort(signal.reason);
    });
    return both;
  }

  return {
    during(signal, call) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      return call(sharedBy(signal ?? none).signal);
    },
    cut(reason) {
      const cut = [...shared.values()];
      shared.clear();
      for (const both of cut) both.abort(reason);
    },
  };
}
