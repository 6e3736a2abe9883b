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
 * Nothing under way. `AbortSignal.any` would do the same, but the runtime keeps every signal made so,
 * for as long as the common one lives.
 */
export function createCutOff(): CutOff {
  const underWay = new Set<AbortController>();
  return {
    async during(signal, call) {
      signal?.throwIfAborted();
      const both = new AbortController();
      const forget = signal && onAbort(signal, () => both.abort(signal.reason));
      underWay.add(both);
      try {
        return await call(both.signal);
      } finally {
        underWay.delete(both);
        forget?.();
      }
    },
    cut(reason) {
      for (const both of [...underWay]) both.abort(reason);
    },
  };
}
