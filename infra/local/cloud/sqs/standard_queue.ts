/**
 * One standard SQS queue: our messages, leases, long polls and counts behind fauxqs's operations.
 *
 * fauxqs's own queue scans everything in flight on each receive, wakes every long poll for one
 * message and answers those who find nothing, cannot tell that a receiver has gone, and counts
 * nothing; each of these would be measured as a property of the system under test.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { AwsError } from "../http/aws_error.ts";
import type { QueueForFauxqs, SqsMessage } from "./fauxqs_types.ts";
import { createMessagePool, type Depths, type Held } from "./message_pool.ts";
import { createQueueMeter, type QueueMeter } from "./queue_meter.ts";
import { createPolls } from "./polls.ts";
import { queueAttributes } from "./queue_attributes.ts";
import { formatReceipt, parseReceipt } from "./receipt.ts";

/** Most messages in flight from a standard queue. Source: SQS quotas. */
export const IN_FLIGHT_MAX = 120_000;

/** Longest that a message may be in flight, extensions included. Source: SQS quotas, 12 hours. */
const LEASE_MAX_MS = 43_200_000;

/** AWS leaves messages received this often out of ApproximateAgeOfOldestMessage. */
const POISON_RECEIVES = 3;

/** How often a queue looks for messages past their retention. */
const EXPIRY_PERIOD_MS = 1_000;

/** A message handed to a receiver, and the handle that names this receive. */
export interface Lease {
  held: Held<SqsMessage>;
  message: SqsMessage;
  receiptHandle: string;
}

/** A queue as our operations and metrics use it. */
export interface StandardQueue extends QueueForFauxqs {
  readonly meter: QueueMeter;
  /**
   * Leases up to `max` messages for `leaseS` seconds, waiting up to `waitMs` for the first.
   *
   * @param signal ends the wait; nothing is taken for a receiver that has gone.
   * @throws {AwsError} `OverLimit` at {@linkcode IN_FLIGHT_MAX}, without a wait only, as on AWS.
   */
  receive(
    request: { max: number; leaseS: number | undefined; waitMs: number },
    signal: AbortSignal,
  ): Promise<Lease[]>;
  /** Undoes a receive whose answer never left. */
  giveBack(leases: readonly Lease[]): void;
  /**
   * Deletes by receipt handle; an outdated handle is taken and deletes nothing, as on AWS.
   *
   * @throws {AwsError} `ReceiptHandleIsInvalid`.
   */
  deleteMessage(receiptHandle: unknown): void;
  /**
   * Ends a lease `leaseS` seconds from now.
   *
   * @throws {AwsError} `ReceiptHandleIsInvalid`, `MessageNotInflight`, `InvalidParameterValue`.
   */
  changeVisibility(receiptHandle: unknown, leaseS: number): void;
  /** Adds a message that another queue's redrive policy moved here. */
  takeRedriven(message: SqsMessage): void;
  /** How many messages are in which state, now. */
  depths(): Depths;
  /** Age of the oldest message received fewer than three times, seconds; 0 without any. */
  oldestAgeS(): number;
  /** Answers every long poll with what there is: nothing. */
  cancelWaiters(): void;
}

/** What a queue is made from. */
export interface QueueOptions {
  name: string;
  url: string;
  arn: string;
  attributes?: Record<string, string>;
  tags?: Record<string, string>;
  /** Finds the dead-letter queue that a redrive policy names. */
  findByArn: (arn: string) => StandardQueue | undefined;
  /** Epoch milliseconds. */
  now: () => number;
}

/** Bytes of a message as AWS counts them: body, and each attribute's name, type and value. */
export function messageBytes(message: Pick<SqsMessage, "body" | "messageAttributes">): number {
  let bytes = Buffer.byteLength(message.body);
  for (const [name, value] of Object.entries(message.messageAttributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value.DataType);
    bytes += Buffer.byteLength(value.StringValue ?? value.BinaryValue ?? "");
  }
  return bytes;
}

/** An empty queue. */
export function createStandardQueue(options: QueueOptions): StandardQueue {
  const { now } = options;
  const tag = crypto.randomUUID().replaceAll("-", "");
  const pool = createMessagePool<SqsMessage>();
  const meter = createQueueMeter();
  const settings = queueAttributes(options, now, () => {
    advance();
    return pool.depths();
  });
  const polls = createPolls<Lease>({ now, take, advance, nextDueAtMs: () => pool.nextDueAtMs() });
  let expiredAtMs = now();

  function advance(): void {
    const nowMs = now();
    pool.advance(nowMs);
    if (nowMs - expiredAtMs < EXPIRY_PERIOD_MS) return;
    expiredAtMs = nowMs;
    pool.expire(nowMs, settings.number("MessageRetentionPeriod") * 1_000);
  }

  function take(max: number, leaseS: number | undefined): Lease[] {
    const nowMs = now();
    const leaseMs = (leaseS ?? settings.number("VisibilityTimeout")) * 1_000;
    const room = IN_FLIGHT_MAX - pool.depths().notVisible;
    const redrive = settings.redrivePolicy();
    const leases: Lease[] = [];
    while (leases.length < Math.min(max, room)) {
      const held = pool.take(nowMs, leaseMs);
      const message = held?.message;
      if (held === undefined || message === undefined) break;
      message.approximateReceiveCount += 1;
      message.approximateFirstReceiveTimestamp ??= nowMs;
      const deadLetters = message.approximateReceiveCount > redrive.maxReceiveCount
        ? options.findByArn(redrive.deadLetterTargetArn)
        : undefined;
      if (deadLetters !== undefined) {
        pool.remove(held);
        deadLetters.takeRedriven(message);
        continue;
      }
      leases.push({ held, message, receiptHandle: formatReceipt(tag, held) });
    }
    return leases;
  }

  function add(message: SqsMessage): void {
    const nowMs = now();
    pool.put(message, nowMs, message.delayUntil ?? nowMs);
    polls.wake();
  }

  function findLeased(receiptHandle: unknown): Held<SqsMessage> {
    const receipt = parseReceipt(tag, receiptHandle);
    const held = pool.find(receipt.sequence);
    if (held === undefined) {
      throw new AwsError(
        "InvalidParameterValue",
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not ` +
          "exist or is not available for visibility timeout change.",
      );
    }
    if (held.state !== "leased" || held.receives !== receipt.receives) {
      throw new AwsError("MessageNotInflight", "The specified message isn't in flight.");
    }
    return held;
  }

  return {
    name: options.name,
    url: options.url,
    arn: options.arn,
    meter,
    attributes: settings.attributes,
    tags: new Map(Object.entries(options.tags ?? {})),
    isFifo: () => false,
    getAllAttributes: settings.read,
    setAttributes(changes) {
      settings.write(changes);
      polls.wake();
    },
    enqueue(message) {
      meter.sent(messageBytes(message));
      add(message);
    },
    takeRedriven: add,
    async receive({ max, leaseS, waitMs }, signal) {
      advance();
      if (waitMs === 0 && pool.depths().notVisible >= IN_FLIGHT_MAX) {
        throw new AwsError(
          "OverLimit",
          `The queue ${options.name} has ${IN_FLIGHT_MAX} messages in flight, the most it may have.`,
        );
      }
      const leases = await polls.receive({ max, leaseS, waitMs }, signal);
      if (leases.length > 0) meter.received(leases.length);
      else if (!signal.aborted) meter.emptyReceive();
      return leases;
    },
    giveBack(leases) {
      for (const { held, message } of leases.toReversed()) {
        if (held.state !== "leased") continue;
        message.approximateReceiveCount -= 1;
        pool.untake(held);
      }
      meter.unreceived(leases.length);
      polls.wake();
    },
    deleteMessage(receiptHandle) {
      advance();
      const receipt = parseReceipt(tag, receiptHandle);
      const held = pool.find(receipt.sequence);
      // The newest handle still deletes after its lease has ended; an older one does not.
      if (held !== undefined && held.receives === receipt.receives) pool.remove(held);
      meter.deleted();
    },
    changeVisibility(receiptHandle, leaseS) {
      advance();
      const held = findLeased(receiptHandle);
      const nowMs = now();
      if (nowMs + leaseS * 1_000 > held.leasedAtMs + LEASE_MAX_MS) {
        throw new AwsError(
          "InvalidParameterValue",
          `Value ${leaseS} for parameter VisibilityTimeout is invalid. Reason: Total ` +
            "VisibilityTimeout for the message is beyond the limit [43200 seconds].",
        );
      }
      pool.setLease(held, nowMs, leaseS * 1_000);
      polls.wake();
    },
    purge: () => pool.clear(),
    depths() {
      advance();
      return pool.depths();
    },
    oldestAgeS() {
      const enteredAtMs = pool.oldestEnteredAtMs(POISON_RECEIVES);
      return enteredAtMs === undefined ? 0 : Math.max(0, Math.floor((now() - enteredAtMs) / 1_000));
    },
    cancelWaiters: () => polls.close(),
  };
}
