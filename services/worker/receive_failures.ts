import type { Log } from "../orders/log.ts";
import { type Clock, QueueError, type Random } from "../orders/ports.ts";
import { backOffMs, type RetryPolicy } from "../orders/retry.ts";

/** Keeps count of receives that fail in a row. */
export interface ReceiveFailures {
  /** A receive was answered. */
  succeeded(): void;
  /**
   * One failed.
   *
   * @returns how long to wait before the next, or the error once the queue has refused for
   * {@linkcode REFUSED_MS_MAX}.
   */
  failed(error: unknown): number | QueueError;
}

/** How long receives that cannot succeed (the queue is gone, access denied) are tried again. */
export const REFUSED_MS_MAX = 30_000;

const RECEIVE_RETRY: Readonly<RetryPolicy> = { attemptsMax: Infinity, baseMs: 200, capMs: 5000 };

/** No failures so far. Each is logged with its code and when the next receive is due. */
export function createReceiveFailures(
  deps: { clock: Clock; random: Random; log: Log },
): ReceiveFailures {
  const { clock, random, log } = deps;
  let failures = 0;
  let refusedSinceMs: number | undefined;
  return {
    succeeded() {
      failures = 0;
      refusedSinceMs = undefined;
    },
    failed(error) {
      failures++;
      const fault = error instanceof QueueError
        ? error
        : new QueueError("Unknown", String(error), false);
      const { code, message: reason } = fault;
      const delayMs = backOffMs(failures, RECEIVE_RETRY, random);
      log({
        event: "receive_failed",
        code,
        reason,
        failures,
        retry_in_ms: Math.round(delayMs),
      });
      if (fault.retryable) refusedSinceMs = undefined;
      else refusedSinceMs ??= clock.now();
      const isRefused = refusedSinceMs !== undefined &&
        clock.now() - refusedSinceMs >= REFUSED_MS_MAX;
      return isRefused ? fault : delayMs;
    },
  };
}
