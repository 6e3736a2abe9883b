import type { Clock, Payment } from "./ports.ts";

/** A fair semaphore: who waits longest is served next. */
export interface Slots {
  /** How many there are. */
  readonly count: number;
  /** Taken now. */
  readonly busy: number;
  /** Most taken at once so far. */
  readonly busyMax: number;
  /** Callers in line. */
  readonly waiting: number;
  /** Takes a slot if one is free; it must be released once. */
  tryAcquire(): boolean;
  /**
   * Resolves when a slot is the caller's; it must be released once.
   *
   * @throws the signal's reason if it is aborted before that; the place in line is then given up.
   */
  acquire(signal?: AbortSignal): Promise<void>;
  /** Gives a slot back, to the first in line. */
  release(): void;
}

/**
 * Slots for `count` holders at once.
 *
 * @throws {RangeError} unless `count` is an integer >= 1.
 */
export function createSlots(count: number): Slots {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`Cannot create slots: count must be an integer >= 1, got ${count}`);
  }
  let busy = 0;
  let busyMax = 0;
  // A Set keeps the order of arrival and gives up any place in constant time.
  const line = new Set<() => void>();
  const tryAcquire = () => {
    if (busy === count) return false;
    busy++;
    if (busy > busyMax) busyMax = busy;
    return true;
  };
  return {
    count,
    get busy() {
      return busy;
    },
    get busyMax() {
      return busyMax;
    },
    get waiting() {
      return line.size;
    },
    tryAcquire,
    acquire(signal) {
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (tryAcquire()) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const grant = () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        };
        const giveUp = () => {
          line.delete(grant);
          reject(signal?.reason);
        };
        line.add(grant);
        signal?.addEventListener("abort", giveUp, { once: true });
      });
    },
    release() {
      // The slot goes straight to the first in line, so that a newcomer cannot overtake.
      for (const grant of line) {
        line.delete(grant);
        grant();
        return;
      }
      if (busy === 0) throw new Error("Cannot release slot: none is taken");
      busy--;
    },
  };
}

/**
 * A payment that takes `serviceMs` on the clock behind the given slots: the stand-in for a payment
 * provider that the original system used.
 *
 * @param serviceMs milliseconds, finite and >= 0; or asked anew for each payment, as its slot is taken.
 * @throws {RangeError} unless `serviceMs` is finite and >= 0.
 */
export function createPayment(
  deps: { clock: Clock; slots: Slots },
  serviceMs: number | (() => number),
): Payment {
  if (typeof serviceMs === "number" && !(Number.isFinite(serviceMs) && serviceMs >= 0)) {
    throw new RangeError(`Cannot create payment: serviceMs must be >= 0, got ${serviceMs}`);
  }
  const { clock, slots } = deps;
  return {
    async pay(_orderId, { onStart, onPaid }, signal) {
      signal?.throwIfAborted();
      if (!slots.tryAcquire()) await slots.acquire(signal);
      try {
        onStart();
        await clock.sleep(typeof serviceMs === "number" ? serviceMs : serviceMs());
        onPaid();
      } finally {
        slots.release();
      }
    },
  };
}
