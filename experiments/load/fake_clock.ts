/**
 * A clock for tests: time moves to the next sleeper when nothing else is left to do.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import type { Clock } from "../../services/orders/ports.ts";

/** A clock that a test drives. */
export interface FakeClock extends Clock {
  /** Lets time pass until `work` is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** Makes a clock that stands at `startMs`. */
export function fakeClock(startMs = 0): FakeClock {
  let nowMs = startMs;
  const sleepers = new Set<{ dueMs: number; wake(): void }>();
  return {
    now: () => nowMs,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const sleeper = {
          dueMs: nowMs + ms,
          wake() {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        signal?.addEventListener("abort", abort, { once: true });
        sleepers.add(sleeper);
      });
    },
    async run(work) {
      let done = false;
      const end = work.finally(() => done = true);
      end.catch(() => {});
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return end;
        let next: { dueMs: number; wake(): void } | undefined;
        for (const sleeper of sleepers) if (!next || sleeper.dueMs < next.dueMs) next = sleeper;
        if (!next) throw new Error("Cannot go on: nobody sleeps and the work is not done");
        sleepers.delete(next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.wake();
      }
    },
  };
}
