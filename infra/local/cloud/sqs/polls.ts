/**
 * Long polls: receivers in line for messages. A poll that finds nothing, because another was faster,
 * keeps its place until its wait is over.
 *
 * @module
 */

/** One receive. */
export interface PollRequest {
  /** 1 to 10. */
  max: number;
  /** Lease in seconds; the queue's own when absent. */
  leaseS: number | undefined;
  /** Longest wait for the first message, milliseconds. */
  waitMs: number;
}

/** See {@linkcode createPolls}. */
export interface Polls<T> {
  /** Resolves with what could be taken within the wait; with nothing when the signal aborts. */
  receive(request: PollRequest, signal: AbortSignal): Promise<T[]>;
  /** Serves the line after the present synchronous work, so that a batch arrives as a batch. */
  wake(): void;
  /** Ends every wait with nothing. */
  close(): void;
}

interface Waiter<T> {
  request: PollRequest;
  finish: (taken: T[]) => void;
}

/** Longest timer that a runtime keeps without overflow. */
const TIMER_MAX_MS = 2_147_483_647;

/** A line without receivers. `take` leases messages; `advance` shows those whose time has come. */
export function createPolls<T>(source: {
  now: () => number;
  take: (max: number, leaseS: number | undefined) => T[];
  advance: () => void;
  nextDueAtMs: () => number | undefined;
}): Polls<T> {
  // A Set keeps the order of arrival and forgets a receiver that left in O(1).
  const waiters = new Set<Waiter<T>>();
  let wakeScheduled = false;
  let due: { atMs: number; timer: ReturnType<typeof setTimeout> } | undefined;

  function serve(): void {
    wakeScheduled = false;
    source.advance();
    for (const waiter of waiters) {
      const taken = source.take(waiter.request.max, waiter.request.leaseS);
      if (taken.length === 0) break;
      waiter.finish(taken);
    }
    watchDue();
  }

  /** A message whose delay or lease ends while someone waits must not wait for the next call. */
  function watchDue(): void {
    const atMs = waiters.size === 0 ? undefined : source.nextDueAtMs();
    if (atMs === due?.atMs) return;
    clearTimeout(due?.timer);
    due = undefined;
    if (atMs === undefined) return;
    const delayMs = Math.min(Math.max(0, atMs - source.now()), TIMER_MAX_MS);
    const timer = setTimeout(() => {
      due = undefined;
      serve();
    }, delayMs);
    due = { atMs, timer };
  }

  function wait(request: PollRequest, signal: AbortSignal): Promise<T[]> {
    return new Promise((resolve) => {
      const waiter: Waiter<T> = { request, finish };
      const timer = setTimeout(() => finish([]), request.waitMs);
      function finish(taken: T[]): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", leave);
        waiters.delete(waiter);
        if (waiters.size === 0) watchDue();
        resolve(taken);
      }
      function leave(): void {
        finish([]);
      }
      signal.addEventListener("abort", leave);
      waiters.add(waiter);
      watchDue();
    });
  }

  return {
    receive(request, signal) {
      if (signal.aborted) return Promise.resolve([]);
      // Those in line come first.
      const taken = waiters.size === 0 ? source.take(request.max, request.leaseS) : [];
      if (taken.length > 0 || request.waitMs === 0) return Promise.resolve(taken);
      return wait(request, signal);
    },
    wake() {
      if (wakeScheduled || waiters.size === 0) return;
      wakeScheduled = true;
      queueMicrotask(serve);
    },
    close() {
      for (const waiter of waiters) waiter.finish([]);
      watchDue();
    },
  };
}
