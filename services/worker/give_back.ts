import type { Log } from "../orders/log.ts";
import { type Clock, type OrderQueue, QUEUE_BATCH_MAX, type Random } from "../orders/ports.ts";
import { retry, type RetryPolicy } from "../orders/retry.ts";
import { createUnderWay } from "./under_way.ts";

/** What giving messages back needs. */
export interface GiveBackDeps {
  queue: OrderQueue;
  clock: Clock;
  random: Random;
  log: Log;
}

const GIVE_BACK_RETRY: Readonly<RetryPolicy> = { attemptsMax: 3, baseMs: 100, capMs: 1000 };

/**
 * Ends the leases of messages at once, ten a call, so that others may have them. What the queue will
 * not take back comes back by itself when its lease ends.
 */
export async function giveBack(receipts: readonly string[], deps: GiveBackDeps): Promise<void> {
  const batches: string[][] = [];
  for (let first = 0; first < receipts.length; first += QUEUE_BATCH_MAX) {
    batches.push(receipts.slice(first, first + QUEUE_BATCH_MAX));
  }
  await Promise.all(batches.map(async (batch) => {
    let left = batch;
    await retry(
      async () => {
        const outcomes = await deps.queue.extend(left, 0);
        left.forEach((_, index) => {
          const outcome = outcomes[index];
          if (outcome && !outcome.ok) {
            deps.log({ event: "give_back_failed", code: outcome.code, reason: outcome.message });
          }
        });
        left = left.filter((_, index) => {
          const outcome = outcomes[index];
          return outcome !== undefined && !outcome.ok && outcome.retryable;
        });
        return left;
      },
      (receiptsLeft) => receiptsLeft.length > 0,
      deps,
      GIVE_BACK_RETRY,
    );
  }));
}

/** Gives messages back without making anybody wait for it. */
export interface GiveBacks {
  start(receipts: readonly string[]): void;
  /** Resolves when every message handed in has been dealt with. */
  finished(): Promise<void>;
}

/** See {@linkcode giveBack}. */
export function createGiveBacks(deps: GiveBackDeps): GiveBacks {
  const underWay = createUnderWay();
  return {
    start(receipts) {
      if (receipts.length > 0) underWay.add(giveBack(receipts, deps));
    },
    finished: underWay.ended,
  };
}
