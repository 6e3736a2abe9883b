/**
 * Calls that SQS refuses as a whole, with its codes. Source: SQS API reference and quotas.
 *
 * @module
 */
import { QUEUE_BATCH_MAX, QueueError } from "../../services/orders/ports.ts";
import { LEASE_S_MAX } from "./message_store.ts";
import type { ReceiveRequest } from "./receive_waiters.ts";
import { exceedsUtf8Bytes } from "./utf8_bytes.ts";

/** Why a call fails as a whole. */
export interface Refusal {
  code: string;
  message: string;
  /** Whether the same call may succeed later. */
  retryable: boolean;
}

/** Too many messages under a lease. */
export const OVER_LIMIT: Readonly<Refusal> = {
  code: "OverLimit",
  message: "Too many messages in flight.",
  retryable: true,
};

/** A message that holds a character which SQS does not take. */
export const INVALID_CONTENTS: Readonly<Refusal> = {
  code: "InvalidMessageContents",
  message:
    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | " +
    "#xE000 to #xFFFD | #x10000 to #x10FFFF.",
  retryable: false,
};

const WAIT_S_MAX = 20;
const DELAY_S_MAX = 900;
/** Of one message and of all messages of one call together. */
const SEND_BYTES_MAX = 1_048_576;

/** The queue does not exist. */
export function nonExistent(): Refusal {
  return never(
    "AWS.SimpleQueueService.NonExistentQueue",
    "The specified queue does not exist.",
  );
}

/** What is wrong with a receive. */
export function receiveRefusal({ max, waitS, leaseS }: ReceiveRequest): Refusal | undefined {
  return outside("MaxNumberOfMessages", max, 1, QUEUE_BATCH_MAX) ??
    outside("WaitTimeSeconds", waitS, 0, WAIT_S_MAX) ??
    leaseRefusal(leaseS);
}

/** What is wrong with a lease. */
export function leaseRefusal(leaseS: number): Refusal | undefined {
  return outside("VisibilityTimeout", leaseS, 0, LEASE_S_MAX);
}

/** What is wrong with the number of entries of a batch. */
export function batchRefusal(entries: readonly unknown[]): Refusal | undefined {
  if (entries.length <= QUEUE_BATCH_MAX) return undefined;
  return never(
    "TooManyEntriesInBatchRequest",
    `Maximum number of entries per request are ${QUEUE_BATCH_MAX}. You have sent ${entries.length}.`,
  );
}

/** What is wrong with messages to be sent. */
export function sendRefusal(bodies: readonly string[], delayS: number): Refusal | undefined {
  if (bodies.includes("")) {
    return never("MissingParameter", "The request must contain the parameter MessageBody.");
  }
  if (exceedsUtf8Bytes(bodies, SEND_BYTES_MAX)) {
    return never(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${SEND_BYTES_MAX} bytes.`,
    );
  }
  return outside("DelaySeconds", delayS, 0, DELAY_S_MAX);
}

/** Whether SQS would refuse `body` for its characters: those that XML 1.0 does not have. */
export function hasInvalidCharacters(body: string): boolean {
  return /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u.test(body);
}

/** The refusal as what a receive throws. */
export function queueError({ code, message, retryable }: Refusal): QueueError {
  return new QueueError(code, message, retryable);
}

function never(code: string, message: string): Refusal {
  return { code, message, retryable: false };
}

function outside(name: string, value: number, min: number, max: number): Refusal | undefined {
  if (Number.isInteger(value) && value >= min && value <= max) return undefined;
  return never(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}.`,
  );
}
