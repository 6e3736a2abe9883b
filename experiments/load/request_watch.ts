/**
 * Ends requests that take too long or are not wanted any more.
 *
 * @module
 */

/** A request that can be given up. */
export interface Watched {
  /** When it has taken too long, on `performance.now()`. Never below that of one watched before. */
  deadlineMs: number;
  giveUp(why: string): void;
}

/** Watches requests under way. */
export interface RequestWatch<T extends Watched> {
  add(request: T, signal: AbortSignal | undefined): void;
  /** @returns whether it was watched. */
  remove(request: T, signal: AbortSignal | undefined): boolean;
  /** Gives all up, and stops. */
  close(why: string): void;
}

/**
 * Makes a watch. It costs a request no timer and no listener of its own: the time-out is the same for
 * all, and a load has one signal.
 */
export function requestWatch<T extends Watched>(timeoutMs: number): RequestWatch<T> {
  // In the order of insertion, which is the order of deadlines.
  const watched = new Set<T>();
  const bySignal = new WeakMap<AbortSignal, Set<T>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    const [first] = watched;
    if (timer !== undefined || first === undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const nowMs = performance.now();
      for (const request of watched) {
        if (request.deadlineMs > nowMs) break;
        request.giveUp(`timed out after ${timeoutMs} ms`);
      }
      arm();
    }, Math.max(1, first.deadlineMs - performance.now()));
    // Not the time-out keeps the process, but the connection that it waits for.
    Deno.unrefTimer(timer);
  }

  function under(signal: AbortSignal): Set<T> {
    const known = bySignal.get(signal);
    if (known) return known;
    const requests = new Set<T>();
    bySignal.set(signal, requests);
    signal.addEventListener("abort", () => {
      for (const request of requests) request.giveUp("aborted");
    }, { once: true });
    return requests;
  }

  return {
    add(request, signal) {
      watched.add(request);
      if (signal) under(signal).add(request);
      arm();
    },
    remove(request, signal) {
      if (signal) bySignal.get(signal)?.delete(request);
      return watched.delete(request);
    },
    close(why) {
      clearTimeout(timer);
      for (const request of watched) request.giveUp(why);
    },
  };
}
