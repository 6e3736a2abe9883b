/**
 * Ends requests that take too long or are not wanted any more.
 *
 * @module
 */
import { createLine, type Place } from "./line.ts";

/** A request that can be given up. */
export interface Watched {
  /** When it has taken too long, on `performance.now()`. Never below that of one watched before. */
  deadlineMs: number;
  /** Gives it up when it aborts. */
  signal: AbortSignal | undefined;
  giveUp(why: string): void;
}

/** Watches requests under way. */
export interface RequestWatch<T extends Watched> {
  add(request: T): Place<T>;
  /** @returns whether it was watched. */
  remove(place: Place<T>): boolean;
  /** Gives all up, and stops. */
  close(why: string): void;
}

/**
 * Makes a watch. It costs a request no timer and no listener of its own: the time-out is the same for
 * all, and a load has one signal.
 */
export function requestWatch<T extends Watched>(timeoutMs: number): RequestWatch<T> {
  // In the order of their deadlines.
  const watched = createLine<T>();
  const listening = new WeakSet<AbortSignal>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function arm(): void {
    const { first } = watched;
    if (timer !== undefined || first === undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const nowMs = performance.now();
      for (const { item: request } of watched.places()) {
        if (request.deadlineMs > nowMs) break;
        request.giveUp(`timed out after ${timeoutMs} ms`);
      }
      arm();
    }, Math.max(1, first.deadlineMs - performance.now()));
    // Not the time-out keeps the process, but the connection that it waits for.
    Deno.unrefTimer(timer);
  }

  function listen(signal: AbortSignal): void {
    if (listening.has(signal)) return;
    listening.add(signal);
    signal.addEventListener("abort", () => {
      for (const { item: request } of watched.places()) {
        if (request.signal === signal) request.giveUp("aborted");
      }
    }, { once: true });
  }

  return {
    add(request) {
      const place = watched.add(request);
      if (request.signal) listen(request.signal);
      arm();
      return place;
    },
    remove: (place) => watched.remove(place),
    close(why) {
      clearTimeout(timer);
      for (const { item: request } of watched.places()) request.giveUp(why);
    },
  };
}
