import type { Log } from "../orders/log.ts";
import { createLine, type Place } from "../orders/line.ts";
import { type Clock, type OrderQueue, QUEUE_BATCH_MAX, type Random } from "../orders/ports.ts";
import { backOffMs, type RetryPolicy } from "../orders/retry.ts";
import { createUnderWay } from "./under_way.ts";
import type { WorkerCounts } from "./worker_counts.ts";

/** One message's lease, as far as it is known here. */
export interface Lease {
  readonly receipt: string;
  /** When the message was received, epoch milliseconds. */
  readonly receivedAtMs: number;
  /** When the lease ends unless it is extended, epoch milliseconds. */
  endsAtMs: number;
  /** Aborts, with the reason, when the message is to be given up before its payment. */
  readonly givenUp: AbortController;
  /** Stops keeping it. */
  release(): void;
}

/** Keeps the leases of all held messages alive. */
export interface LeaseKeeper {
  /** Starts keeping the lease of a message just received. */
  hold(receipt: string, receivedAtMs: number): Lease;
  /** Extends what is due until `signal` aborts; then resolves when no call is in flight. */
  run(signal: AbortSignal): Promise<void>;
}

/** What keeping leases needs. */
export interface LeaseKeeperDeps {
  queue: OrderQueue;
  clock: Clock;
  random: Random;
  log: Log;
  counts: WorkerCounts;
}

/** Longest time that one receive may be held, seconds. Source: SQS, ChangeMessageVisibility, 12 hours. */
export const LEASE_TOTAL_S_MAX = 43_200;

/** Why a message is given up whose lease is gone. */
export const LEASE_LOST = "the lease was lost before the payment";

const EXTEND_RETRY: Readonly<RetryPolicy> = { attemptsMax: Infinity, baseMs: 100, capMs: 2000 };

/** A lease that is kept. */
interface KeptLease {
  readonly lease: Lease;
  /** When it is to be extended or looked at, epoch milliseconds. */
  dueAtMs: number;
}

/** Leases that are left to run out, as the original system did. */
export function createFixedLeases(leaseS: number): LeaseKeeper {
  return {
    hold: (receipt, receivedAtMs) => newLease(receipt, receivedAtMs, leaseS, () => {}),
    run: () => Promise.resolve(),
  };
}

/**
 * Extends each lease by `leaseS` when two thirds of it have passed, ten leases a call, until the
 * twelve hours that SQS allows are used up.
 *
 * A lease that the queue refuses to extend, or that ends while the queue cannot be reached, is lost:
 * another worker may have the message, so it is given up if its payment has not started.
 */
export function createLeaseKeeper(deps: LeaseKeeperDeps, leaseS: number): LeaseKeeper {
  const { queue, clock, random, log, counts } = deps;
  const leaseMs = leaseS * 1000;
  const periodMs = leaseMs * 2 / 3;
  // What is due a little later is taken along, so that calls are full.
  const slackMs = leaseMs / 12;
  const held = createLine<KeptLease>();
  const extending = createUnderWay();

  const lose = (place: Place<KeptLease>, reason: string) => {
    if (!held.remove(place)) return;
    counts.leasesLost++;
    log({ event: "lease_lost", reason });
    place.item.lease.givenUp.abort(new Error(LEASE_LOST));
  };

  const extend = async (due: Place<KeptLease>[], signal: AbortSignal) => {
    for (let attempt = 1, left = due; left.length > 0; attempt++) {
      const sentAtMs = clock.now();
      const seconds = Math.min(
        ...left.map(({ item }) => secondsLeft(item.lease, sentAtMs, leaseS)),
      );
      const outcomes = await queue.extend(left.map(({ item }) => item.lease.receipt), seconds);
      const retried: Place<KeptLease>[] = [];
      left.forEach((place, index) => {
        if (!place.stands) return;
        const outcome = outcomes[index];
        if (outcome?.ok) {
          place.item.lease.endsAtMs = sentAtMs + seconds * 1000;
          place.item.dueAtMs = sentAtMs + seconds * 2000 / 3;
          counts.leasesExtended++;
        } else if (outcome && !outcome.retryable) {
          lose(place, `${outcome.code}: ${outcome.message}`);
        } else retried.push(place);
      });
      if (retried.length === 0 || signal.aborted) return;
      await clock.sleep(backOffMs(attempt, EXTEND_RETRY, random), signal).catch(() => {});
      left = retried.filter(({ stands, item }) => stands && clock.now() < item.lease.endsAtMs);
    }
  };

  /** @returns when the next lease is due. */
  const extendDue = (signal: AbortSignal): number => {
    const nowMs = clock.now();
    const due: Place<KeptLease>[] = [];
    let nextAtMs = nowMs + periodMs;
    for (const place of held.places()) {
      const { lease, dueAtMs } = place.item;
      if (nowMs >= lease.endsAtMs) lose(place, "it ended before it could be extended");
      else if (dueAtMs > nowMs + slackMs) nextAtMs = Math.min(nextAtMs, dueAtMs);
      else {
        const extendable = secondsLeft(lease, nowMs, leaseS) >= 1;
        // While a call is under way, and when none is allowed any more, only the end is left to watch.
        place.item.dueAtMs = lease.endsAtMs + slackMs;
        nextAtMs = Math.min(nextAtMs, lease.endsAtMs);
        if (extendable) due.push(place);
      }
    }
    for (let first = 0; first < due.length; first += QUEUE_BATCH_MAX) {
      extending.add(extend(due.slice(first, first + QUEUE_BATCH_MAX), signal));
    }
    return nextAtMs;
  };

  return {
    hold(receipt, receivedAtMs) {
      const lease = newLease(receipt, receivedAtMs, leaseS, () => void held.remove(place));
      const place = held.add({ lease, dueAtMs: receivedAtMs + periodMs });
      return lease;
    },
    async run(signal) {
      while (!signal.aborted) {
        const nextAtMs = extendDue(signal);
        await clock.sleep(Math.max(1, nextAtMs - clock.now()), signal).catch(() => {});
      }
      await extending.ended();
    },
  };
}

function newLease(
  receipt: string,
  receivedAtMs: number,
  leaseS: number,
  release: () => void,
): Lease {
  return {
    receipt,
    receivedAtMs,
    endsAtMs: receivedAtMs + leaseS * 1000,
    givenUp: new AbortController(),
    release,
  };
}

/** Whole seconds by which the lease may be extended from `nowMs` on. */
function secondsLeft(lease: Lease, nowMs: number, leaseS: number): number {
  const heldMs = nowMs - lease.receivedAtMs;
  return Math.min(leaseS, Math.floor(LEASE_TOTAL_S_MAX - heldMs / 1000));
}
