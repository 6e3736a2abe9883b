/**
 * Workers with a desired count, as the supervisor keeps them.
 *
 * @module
 */
import type { SimWorker } from "./sim_worker.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** See {@linkcode createWorkerSet}. */
export interface WorkerSet {
  /** Sets the desired count; resolves when no more than that many are left. */
  set(count: number): Promise<void>;
  /** Ends every worker by a signal, as a fault: each is replaced. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
}

/**
 * No workers yet.
 *
 * @param restartMs how long one that has ended unasked is missed.
 * @param start starts the n-th worker, n from 1.
 */
export function createWorkerSet(
  clock: VirtualClock,
  restartMs: number,
  start: (number: number) => SimWorker,
): WorkerSet {
  const running = new Set<SimWorker>();
  let desired = 0;
  let started = 0;

  function fill(): void {
    while (running.size < desired) {
      const worker = start(++started);
      running.add(worker);
      worker.ended.then(() => {
        running.delete(worker);
        if (running.size < desired) clock.scheduleAt(clock.now() + restartMs, fill);
      });
    }
  }

  return {
    async set(count) {
      desired = count;
      fill();
      const surplus = [...running].slice(count);
      await Promise.all(surplus.map((worker) => worker.stop()));
    },
    async end(signal) {
      await Promise.all([...running].map((worker) => {
        if (signal === "SIGTERM") return worker.stop();
        worker.kill();
        return worker.ended;
      }));
    },
  };
}
