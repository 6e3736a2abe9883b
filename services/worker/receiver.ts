import type { Log } from "../orders/log.ts";
import {
  type Clock,
  type OrderQueue,
  QUEUE_BATCH_MAX,
  type QueueError,
  type Random,
  type ReceivedMessage,
} from "../orders/ports.ts";
import { createReceiveFailures } from "./receive_failures.ts";
import { createRoundTrip } from "./round_trip.ts";
import type { ReceivePlan } from "./receive_plan.ts";
import { createUnderWay } from "./under_way.ts";
import { createWakeUp } from "./wake_up.ts";
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
  /** The queue has refused every receive for half a minute. */
  onRefused(error: QueueError): void;
}

/** Numbers of the receiver. */
export interface ReceiverSettings {
  leaseS: number;
  waitS: number;
  /** Receives under way at once, >= 1. */
  receivesMax: number;
}

/** How long receives under way may still answer when the worker stops, milliseconds. */
const STOP_GRACE_MS = 250;

/**
 * Receives in parallel as needed, up to `receivesMax` at first. The number allowed falls to one when an
 * answer is empty, so that an idle worker has one long poll open, and doubles with each answer that
 * brings messages. After a failure receiving pauses with back-off and starts again with one.
 */
export function createReceiver(deps: ReceiverDeps, settings: ReceiverSettings): Receiver {
  const { queue, clock, counts } = deps;
  const { leaseS, waitS, receivesMax } = settings;
  const roundTrip = createRoundTrip();
  const failures = createReceiveFailures(deps);
  const stopping = new AbortController();
  const receives = createUnderWay();
  let stopped = false;
  let paused = false;
  let allowed = receivesMax;
  let asked = 0;

  const receive = async (max: number) => {
    asked += max;
    counts.receives++;
    const sentAtMs = clock.now();
    try {
      const messages = await queue.receive({ max, waitS, leaseS }, stopping.signal);
      asked -= max;
      const answeredAtMs = clock.now();
      failures.succeeded();
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
    const next = failures.failed(error);
    if (typeof next !== "number") return deps.onRefused(next);
    await clock.sleep(next, stopping.signal).catch(() => {});
    paused = false;
  };

  const pump = () => {
    while (!stopped && !paused && receives.count < allowed) {
      const { capacity, chunk } = deps.plan(roundTrip.medianMs);
      const room = capacity - counts.held - asked;
      if (room < chunk) {
        const atMs = deps.roomAtMs(chunk - room, roundTrip.medianMs);
        if (atMs !== undefined) wakeUp.at(atMs);
        return;
      }
      receives.add(receive(Math.min(QUEUE_BATCH_MAX, room)), pump);
    }
  };

  // Payments end without a word beforehand: the pump must wake in time to have their successors.
  const wakeUp = createWakeUp(clock, pump);

  return {
    pump,
    async stop() {
      stopped = true;
      const graceOver = new AbortController();
      const grace = clock.sleep(STOP_GRACE_MS, graceOver.signal).catch(() => {});
      const answered = Promise.all([receives.ended(), wakeUp.stop()]);
      await Promise.race([answered, grace]);
      graceOver.abort();
      stopping.abort(new Error("the worker stops"));
      await answered;
    },
  };
}
