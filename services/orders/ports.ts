/**
 * The ports of the data path: all that the core knows of the world. Each has two adapters, one in
 * memory (`infra/sim`) and one on the AWS SDK (`services/aws`), and one contract suite that both pass.
 *
 * @module
 */
import type { LedgerEvent } from "./ledger_event.ts";

/** Time. The only source of it in `services/`. */
export interface Clock {
  /** Milliseconds since the Unix epoch, fractional, never running backwards within a process. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds (>= 0) on this clock.
   *
   * @throws the signal's reason, at once, when `signal` is or becomes aborted.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness. The only source of it in `services/`. */
export interface Random {
  /** A uniform draw from [0, 1). */
  next(): number;
}

/** One order on its way to the topic. */
export interface OutgoingOrder {
  orderId: string;
  /** The order's JSON with its `order_id`: the body of the SNS message, byte for byte. */
  body: string;
}

/** What the topic said of one order. */
export type PublishOutcome =
  | { ok: true; messageId: string }
  | {
    ok: false;
    /** AWS error code, or the name of the transport fault. */
    code: string;
    message: string;
    /** Whether the same call may succeed later. */
    retryable: boolean;
    /** Sent, but no answer came: the topic may have taken the order all the same. */
    ambiguous: boolean;
  };

/** Where accepted orders go (SNS). */
export interface OrderTopic {
  /**
   * Publishes 1 to {@linkcode PUBLISH_BATCH_MAX} orders in one call. Never throws: a fault of the
   * whole call is every entry's outcome.
   *
   * @returns one outcome per order, in the order given.
   */
  publish(orders: readonly OutgoingOrder[]): Promise<PublishOutcome[]>;
}

/** Most entries of one publish call. Source: SNS PublishBatch, 10 entries. */
export const PUBLISH_BATCH_MAX = 10;

/** Most messages of one receive, and most entries of one delete or extend. Source: SQS quotas. */
export const QUEUE_BATCH_MAX = 10;

/** A message as the queue handed it over, with the lease that came with it. */
export interface ReceivedMessage {
  messageId: string;
  /** The receipt handle: names this lease, not the message. */
  receipt: string;
  body: string;
  /** How often the message has been received, this time included; >= 1. */
  receiveCount: number;
  /** When the queue took the message, epoch milliseconds. */
  sentAtMs: number;
}

/** What the queue said of one entry of a batch. */
export type EntryOutcome =
  | { ok: true }
  | { ok: false; code: string; message: string; retryable: boolean };

/** Where workers take orders from (SQS). Leases and waits are whole seconds, as SQS has them. */
export interface OrderQueue {
  /**
   * Takes up to `max` (1 to {@linkcode QUEUE_BATCH_MAX}) messages under a lease of `leaseS`
   * (0 to 43,200) seconds, waiting up to `waitS` (0 to 20) seconds for the first. May return fewer,
   * or none.
   *
   * @throws {QueueError} when the call fails; the signal's reason when aborted. Messages that a call
   * took before its answer was lost come back when their lease ends.
   */
  receive(
    request: { max: number; waitS: number; leaseS: number },
    signal?: AbortSignal,
  ): Promise<ReceivedMessage[]>;
  /** Deletes 1 to {@linkcode QUEUE_BATCH_MAX} messages by receipt. Never throws; one outcome each, in order. */
  delete(receipts: readonly string[]): Promise<EntryOutcome[]>;
  /**
   * Sets the lease of 1 to {@linkcode QUEUE_BATCH_MAX} messages to end `leaseS` seconds from now; 0 gives
   * them back at once. Never throws; one outcome each, in order.
   */
  extend(receipts: readonly string[], leaseS: number): Promise<EntryOutcome[]>;
}

/** A queue call that failed as a whole. */
export class QueueError extends Error {
  override name = "QueueError";
  constructor(
    /** AWS error code (`AWS.SimpleQueueService.NonExistentQueue`), or the name of the transport fault. */
    readonly code: string,
    message: string,
    /** Whether the same call may succeed later. */
    readonly retryable: boolean,
  ) {
    super(message);
  }
}

/** The slow step. */
export interface Payment {
  /**
   * Pays for one order: waits for a free payment slot, then holds it for the service time.
   *
   * @throws the signal's reason if it aborts while the order waits for a slot; a payment that has
   * started is finished whatever the signal does.
   */
  pay(orderId: string, steps: PaymentSteps, signal?: AbortSignal): Promise<void>;
}

/** What a payment tells while it holds its slot, so that no two payments of one slot overlap in the ledger. */
export interface PaymentSteps {
  /** Called synchronously when the slot is taken, before the payment. */
  onStart(): void;
  /** Called synchronously when it is paid, before the slot is given to the next. */
  onPaid(): void;
}

/** Where ledger events go. Synchronous, so that an event is out before the message is deleted. */
export interface Recorder {
  record(event: LedgerEvent): void;
  /**
   * Resolves when the event is out: those of one turn go out together, where that costs less. Whoever
   * has no such way records each at once.
   */
  recordTogether?(event: LedgerEvent): Promise<void>;
}
