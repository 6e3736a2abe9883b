import type { Log } from "../orders/log.ts";
import { type Clock, type OrderQueue, QUEUE_BATCH_MAX, type Random } from "../orders/ports.ts";
import { backOffMs, type RetryPolicy } from "../orders/retry.ts";
import { createUnderWay } from "./under_way.ts";
import type { WorkerCounts } from "./worker_counts.ts";

/** Deletes messages, ten a call. */
export interface DeleteBatcher {
  /** Has a message deleted; tried again until it is or its lease has ended. Never throws. */
  add(receipt: string, leaseEndsAtMs: number): void;
  /** Resolves when every delete handed in has ended, without waiting for companions. */
  drain(): Promise<void>;
}

/** What deleting needs. */
export interface DeleteBatcherDeps {
  queue: OrderQueue;
  clock: Clock;
  random: Random;
  log: Log;
  counts: WorkerCounts;
}

interface Entry {
  receipt: string;
  leaseEndsAtMs: number;
}

/** How long a delete waits for companions, milliseconds. */
export const DELETE_LINGER_MS = 10;

const DELETE_RETRY: Readonly<RetryPolicy> = { attemptsMax: Infinity, baseMs: 100, capMs: 5000 };

/**
 * Collects deletes for at most `lingerMs`, or until there are ten. Calls run side by side: none waits
 * for the one before.
 */
export function createDeleteBatcher(
  deps: DeleteBatcherDeps,
  lingerMs: number = DELETE_LINGER_MS,
): DeleteBatcher {
  const { queue, clock, random, log, counts } = deps;
  let pending: Entry[] = [];
  let draining = false;
  const underWay = createUnderWay();

  const send = () => {
    const entries = pending;
    pending = [];
    if (entries.length > 0) underWay.add(deleteAll(entries));
  };

  const deleteAll = async (entries: Entry[]) => {
    for (let attempt = 1, left = entries;; attempt++) {
      counts.deleteCalls++;
      const outcomes = await queue.delete(left.map((entry) => entry.receipt));
      const retried: Entry[] = [];
      left.forEach((entry, index) => {
        const outcome = outcomes[index];
        if (outcome?.ok) counts.deletes++;
        else if (outcome && !outcome.retryable) lose(outcome.code, outcome.message);
        else if (clock.now() < entry.leaseEndsAtMs) retried.push(entry);
        else lose("LeaseEnded", outcome?.message ?? "no outcome");
      });
      if (retried.length === 0) return;
      counts.deleteRetries += retried.length;
      await clock.sleep(backOffMs(attempt, DELETE_RETRY, random));
      left = retried;
    }
  };

  const lose = (code: string, message: string) => {
    counts.deletesLost++;
    log({ event: "delete_failed", code, reason: message });
  };

  const linger = async (entries: Entry[]) => {
    await clock.sleep(lingerMs);
    if (pending === entries) send();
  };

  return {
    add(receipt, leaseEndsAtMs) {
      pending.push({ receipt, leaseEndsAtMs });
      if (draining || pending.length >= QUEUE_BATCH_MAX) send();
      else if (pending.length === 1) underWay.add(linger(pending));
    },
    async drain() {
      draining = true;
      send();
      while (underWay.count > 0) await underWay.ended();
      draining = false;
    },
  };
}
