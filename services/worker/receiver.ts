import type { Log } from "../orders/log.ts";
import {
  type Clock,
  type OrderQueue,
  QUEUE_BATCH_MAX,
  QueueError,
  type Random,
  type ReceivedMessage,
} from "../orders/ports.ts";
import { backOffMs, type RetryPolicy } from "../orders/retry.ts";
import { createRoundTrip } from "./round_trip.ts";
import type { ReceivePlan } from "./receive_plan.ts";
import type { WorkerCounts } from "./worker_counts.ts";

/** Asks the queue for messages whenever there is room. */
export interface Receiver {
  /** Starts as many receives as the plan has room for. Call it whenever room was made. */
  pump(): void;
  /**
   * Starts no more receives, gives those under way a moment to answer, then aborts them. Resolves
   * when none is left; what they brought has been handed over.
   */
  stop(): Promise<void>;
}

/** What receiving needs. */
export interface ReceiverDeps {
  queue: OrderQueue;
  clock: Clock;
  random: Random;
  log: Log;
  counts: WorkerCounts;
  /** How much may be held now, if a receive takes `roundTripMs` to be answered. */
  plan(roundTripMs: number): ReceivePlan;
  /** When there will be room for `count` messages more; nothing where no time is known. */
  roomAtMs(count: number, roundTripMs: number): number | undefined;
  /** Messages of one answer, at least one. */
  onMessages(messages: ReceivedMessage[], receivedAtMs: number): void;
  /** The queue has refused every receive for {@linkcode REFUSED_MS_MAX}. */
  onRefused(error: QueueError): void;
}

/** Numbers of the receiver. */
export interface ReceiverSettings {
  leaseS: number;
  waitS: number;
  /** Receives under way at once, >= 1. */
  receivesMax: number;
}

/** How long receives that cannot succeed (the queue is gone, access denied) are tried again. */
export const REFUSED_MS_MAX = 30_000;

/** How long receives under way may still answer when the worker stops, milliseconds. */
const STOP_GRACE_MS = 250;

const RECEIVE_RETRY: Readonly<RetryPolicy> = { attemptsMax: Infinity, baseMs: 200, capMs: 5000 };

/**
 * Receives in parallel as needed, up to `receivesMax` at first. The number allowed falls to one when an
 * answer is empty, so that an idle worker has one long poll open, and doubles with each answer that
 * brings messages. After a failure receiving pauses with back-off and starts again with one.
 */
export function createReceiver(deps: ReceiverDeps, settings: ReceiverSettings): Receiver {
  const { queue, clock, random, log, counts } = deps;
  const { leaseS, waitS, receivesMax } = settings;
  const roundTrip = createRoundTrip();
  const stopping = new AbortController();
  const looking = new AbortController();
  const receives = new Set<Promise<void>>();
  const looks = new Set<Promise<void>>();
  let stopped = false;
  let paused = false;
  let allowed = receivesMax;
  let asked = 0;
  let lookAtMs = Infinity;
  let failures = 0;
  let refusedSinceMs: number | undefined;

  const receive = async (max: number) => {
    asked += max;
    counts.receives++;
    const sentAtMs = clock.now();
    try {
      const messages = await queue.receive({ max, waitS, leaseS }, stopping.signal);
      asked -= max;
      const answeredAtMs = clock.now();
      failures = 0;
      refusedSinceMs = undefined;
      if (messages.length === 0) {
        counts.emptyReceives++;
        allowed = 1;
        return;
      }
      allowed = Math.min(receivesMax, allowed * 2);
      if (messages.length === max) roundTrip.add(answeredAtMs - sentAtMs);
      deps.onMessages(messages, answeredAtMs);
    } catch (error) {
      asked -= max;
      if (!stopping.signal.aborted) await pauseAfter(error);
    }
  };

  const pauseAfter = async (error: unknown) => {
    counts.failedReceives++;
    // Receives that fail together are one failure.
    if (paused || stopped) return;
    paused = true;
    allowed = 1;
    failures++;
    const fault = error instanceof QueueError
      ? error
      : new QueueError("Unknown", String(error), false);
    const delayMs = backOffMs(failures, RECEIVE_RETRY, random);
    log({
      event: "receive_failed",
      code: fault.code,
      reason: fault.message,
      failures,
      retry_in_ms: Math.round(delayMs),
    });
    if (fault.retryable) refusedSinceMs = undefined;
    else refusedSinceMs ??= clock.now();
    if (refusedSinceMs !== undefined && clock.now() - refusedSinceMs >= REFUSED_MS_MAX) {
      deps.onRefused(fault);
      return;
    }
    await clock.sleep(delayMs, stopping.signal).catch(() => {});
    paused = false;
  };

  const pump = () => {
    while (!stopped && !paused && receives.size < allowed) {
      const { capacity, chunk } = deps.plan(roundTrip.medianMs);
      const room = capacity - counts.held - asked;
      if (room < chunk) {
        const atMs = deps.roomAtMs(chunk - room, roundTrip.medianMs);
        if (atMs !== undefined && atMs < lookAtMs) lookAgainAt(atMs);
        return;
      }
      const call = receive(Math.min(QUEUE_BATCH_MAX, room));
      receives.add(call);
      void call.finally(() => {
        receives.delete(call);
        pump();
      });
    }
  };

  /** Payments end without a word beforehand: the pump must wake in time to have their successors. */
  const lookAgainAt = (atMs: number) => {
    lookAtMs = atMs;
    // At least a millisecond, so that no rounding of times makes it look again at the same instant.
    const look = clock.sleep(Math.max(1, atMs - clock.now()), looking.signal).then(() => {
      if (lookAtMs === atMs) lookAtMs = Infinity;
      pump();
    }, () => {});
    looks.add(look);
    void look.finally(() => looks.delete(look));
  };

  return {
    pump,
    async stop() {
      stopped = true;
      looking.abort();
      const graceOver = new AbortController();
      const grace = clock.sleep(STOP_GRACE_MS, graceOver.signal).catch(() => {});
      const answered = Promise.all([...receives, ...looks]);
      await Promise.race([answered, grace]);
      graceOver.abort();
      stopping.abort(new Error("the worker stops"));
      await answered;
    },
  };
}
