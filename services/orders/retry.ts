import type { Clock, Random } from "./ports.ts";

/** How often and how patiently a call is tried. */
export interface RetryPolicy {
  /** Most attempts, the first included; >= 1, or Infinity. */
  attemptsMax: number;
  /** Longest wait before the second attempt, milliseconds, > 0. It doubles with each further one. */
  baseMs: number;
  /** Longest wait before any attempt, milliseconds. */
  capMs: number;
}

/**
 * How long to wait after `attempt` failed attempts: uniform in [0, min(cap, base × 2^(attempt - 1))).
 *
 * Source: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015 ("full jitter").
 *
 * @param attempt failed attempts so far, >= 1.
 * @example
 * ```ts
 * import { backOffMs } from "./retry.ts";
 * import assert from "node:assert/strict";
 *
 * const policy = { attemptsMax: 5, baseMs: 100, capMs: 1000 };
 * assert.equal(backOffMs(3, policy, { next: () => 0.5 }), 200);
 * ```
 */
export function backOffMs(attempt: number, policy: Readonly<RetryPolicy>, random: Random): number {
  return random.next() * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1));
}

/**
 * Calls `operation` until its result is not to be tried again or the attempts are used up.
 *
 * @param operation given the attempt's number, from 1. What it throws is not caught.
 * @param again whether the result is worth another attempt.
 * @returns the last result and how many attempts it took.
 * @throws the signal's reason if it aborts during a wait.
 */
export async function retry<Result>(
  operation: (attempt: number) => Promise<Result>,
  again: (result: Result) => boolean,
  deps: { clock: Clock; random: Random },
  policy: Readonly<RetryPolicy>,
  signal?: AbortSignal,
): Promise<{ result: Result; attempts: number }> {
  for (let attempt = 1;; attempt++) {
    const result = await operation(attempt);
    if (attempt >= policy.attemptsMax || !again(result)) return { result, attempts: attempt };
    await deps.clock.sleep(backOffMs(attempt, policy, deps.random), signal);
  }
}
