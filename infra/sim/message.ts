/**
 * One message of a memory queue, and the receipts of its leases.
 *
 * @module
 */
import type { EntryOutcome } from "../../services/orders/ports.ts";
import type { DueItem } from "./due_heap.ts";

/** Where a message is: to be received, not yet or again, under a lease, or no longer here. */
export type MessageState = "visible" | "hidden" | "leased" | "gone";

/** One copy of a message. `dueMs` is when it becomes visible, while it is hidden or leased. */
export interface Message extends DueItem {
  /** Of this copy; receipts name it. */
  readonly number: number;
  /** Undefined when it follows from the number. */
  readonly messageId: string | undefined;
  readonly body: string;
  /** When the first queue took it, epoch milliseconds. */
  readonly sentAtMs: number;
  receiveCount: number;
  /** How many leases it has had here; the last one's receipt counts. */
  leases: number;
  /** When the last lease began, epoch milliseconds. */
  receivedAtMs: number;
  state: MessageState;
}

/** What is known of a message before it is kept. */
export type MessageContent = Pick<Message, "messageId" | "body" | "sentAtMs" | "receiveCount">;

/** The content as a message, in no heap and no line. */
export function newMessage(number: number, content: MessageContent): Message {
  const { messageId, body, sentAtMs, receiveCount } = content;
  return {
    number,
    messageId,
    body,
    sentAtMs,
    receiveCount,
    leases: 0,
    receivedAtMs: 0,
    state: "hidden",
    dueMs: 0,
    sequence: number,
    position: -1,
  };
}

/** Names one lease: `queue#message#lease`. */
export function receiptOf(queueName: string, message: Message): string {
  return `${queueName}#${message.number}#${message.leases}`;
}

/** What a receipt of `queueName` names; undefined when it is no such receipt. */
export function parseReceipt(
  queueName: string,
  receipt: string,
): { number: number; lease: number } | undefined {
  const start = queueName.length + 1;
  const middle = receipt.indexOf("#", start);
  if (middle < 0 || receipt[start - 1] !== "#" || !receipt.startsWith(queueName)) return undefined;
  const number = digits(receipt, start, middle);
  const lease = digits(receipt, middle + 1, receipt.length);
  return number === undefined || lease === undefined ? undefined : { number, lease };
}

/** The whole number in `text` from `start` to before `end`: faster than a pattern, and none for "". */
function digits(text: string, start: number, end: number): number | undefined {
  let number = 0;
  for (let place = start; place < end; place++) {
    const digit = text.charCodeAt(place) - 48;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return end > start ? number : undefined;
}

/** No receipt of this queue. Source: SQS API reference, DeleteMessage. */
export function invalidReceipt(receipt: string): EntryOutcome {
  return refused(
    "ReceiptHandleIsInvalid",
    `The input receipt handle ${JSON.stringify(receipt)} is not a valid receipt handle.`,
  );
}

/** A lease that has ended, or a message that is gone. Source: SQS, ChangeMessageVisibility. */
export function notInFlight(receipt: string): EntryOutcome {
  return refused(
    "InvalidParameterValue",
    `Value ${receipt} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is ` +
      "not available for visibility timeout change.",
  );
}

/** An extension beyond twelve hours from the receive. Source: SQS, ChangeMessageVisibility. */
export function beyondLeaseTotal(leaseS: number, totalS: number): EntryOutcome {
  return refused(
    "InvalidParameterValue",
    `Value ${leaseS} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for ` +
      `the message is beyond the limit [${totalS} seconds].`,
  );
}

function refused(code: string, message: string): EntryOutcome {
  return { ok: false, code, message, retryable: false };
}
