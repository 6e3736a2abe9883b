/**
 * What an SQS standard queue keeps: messages that are visible, delayed or under a lease. No time of its
 * own: every call says what time it is.
 *
 * Rules and numbers: `data/reference/model_parameters.csv`, model SQS.
 *
 * @module
 */
import type { EntryOutcome, ReceivedMessage } from "../../services/orders/ports.ts";
import { createDueHeap } from "./due_heap.ts";
import {
  beyondLeaseTotal,
  invalidReceipt,
  type Message,
  type MessageContent,
  newMessage,
  notInFlight,
  parseReceipt,
  receiptOf,
} from "./message.ts";
import type { MessageCounts } from "./message_counts.ts";
import { createOldestSent } from "./oldest_sent.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import { createVisibleMessages } from "./visible_messages.ts";

/** Settings of a store; all have been checked by the caller. */
export interface MessageStoreOptions {
  name: string;
  random: SeededRandom;
  inFlightMax: number;
  retentionS: number;
  disorderWindow: number;
  /** Receives before a message goes to `onDeadLetter`; Infinity without a dead-letter queue. */
  maxReceiveCount: number;
  /** Chance that a delivery leaves a second copy of its message behind. */
  duplicateProbability: number;
  /** How long such a copy stays hidden, milliseconds. */
  duplicateDelayMs: (random: SeededRandom) => number;
  onDeadLetter: (message: DeadLetter) => void;
}

/** A message that was received too often, on its way to another queue. */
export type DeadLetter = MessageContent;

/** A message to keep. */
export interface NewMessage {
  body: string;
  /** Whole seconds before it can be received. */
  delayS?: number;
  /** Kept when it comes from another queue; else given. */
  messageId?: string | undefined;
  sentAtMs?: number;
  receiveCount?: number;
}

/** The messages of one queue. */
export interface MessageStore {
  /** Keeps a message. Returns its id. */
  put(nowMs: number, message: NewMessage): string;
  /** Takes up to `max` messages under a lease; each passed over with probability 1 - `hitRatio`. */
  take(nowMs: number, max: number, leaseS: number, hitRatio: number): ReceivedMessage[];
  remove(nowMs: number, receipt: string): EntryOutcome;
  extend(nowMs: number, receipt: string, leaseS: number): EntryOutcome;
  /** When the next message becomes visible by time alone; undefined when none will. */
  nextVisibleAtMs(): number | undefined;
  /** When the oldest message that has been received less than three times was sent, to the second. */
  oldestSentAtMs(): number | undefined;
  counts(nowMs: number): MessageCounts;
}

/** Longest lease, counted from the receive, seconds. Source: SQS, ChangeMessageVisibility. */
export const LEASE_S_MAX = 43_200;

/** Receives from which on a message's age no longer counts. Source: SQS, ApproximateAgeOfOldestMessage. */
const AGED_RECEIVES = 3;

const OK: EntryOutcome = { ok: true };

/** An empty store. */
export function createMessageStore(options: MessageStoreOptions): MessageStore {
  const { name, random, inFlightMax, maxReceiveCount, duplicateProbability } = options;
  const retentionMs = options.retentionS * 1000;
  const heaps = [createDueHeap<Message>(), createDueHeap<Message>()] as const;
  const [hidden, leased] = heaps;
  const line = createVisibleMessages<Message>(
    random,
    options.disorderWindow,
    (message) => message.state === "visible",
  );
  /** Messages that have been received, by number: no others have a receipt. */
  const received = new Map<number, Message>();
  const ages = createOldestSent();
  const totals = { visible: 0, sent: 0, duplicated: 0, received: 0, deleted: 0 };
  let deadLettered = 0;
  let expired = 0;
  let sequence = 0;

  const idOf = (message: Message) => message.messageId ?? `${name}-${message.number}`;

  function show(message: Message): void {
    message.state = "visible";
    totals.visible++;
    line.add(message);
  }

  function keep(nowMs: number, message: Message, delayMs: number): void {
    if (message.receiveCount < AGED_RECEIVES) ages.add(message.sentAtMs);
    if (delayMs > 0) {
      message.state = "hidden";
      message.dueMs = nowMs + delayMs;
      hidden.push(message);
    } else show(message);
  }

  function leave(message: Message): void {
    if (message.state === "visible") totals.visible--;
    if (message.receiveCount < AGED_RECEIVES) ages.remove(message.sentAtMs);
    leased.remove(message);
    hidden.remove(message);
    message.state = "gone";
    received.delete(message.number);
  }

  /** Shows what has become visible by `nowMs`. */
  function settle(nowMs: number): void {
    for (const heap of heaps) {
      for (let next = heap.peek(); next && next.dueMs <= nowMs; next = heap.peek()) {
        heap.pop();
        show(next);
      }
    }
  }

  function lease(nowMs: number, message: Message, leaseS: number): ReceivedMessage {
    if (duplicateProbability > 0 && random.next() < duplicateProbability) {
      // A server that missed this delivery: the copy has neither its count nor its receipt.
      const copy = newMessage(sequence++, { ...message, messageId: idOf(message) });
      totals.duplicated++;
      keep(nowMs, copy, options.duplicateDelayMs(random));
    }
    totals.visible--;
    totals.received++;
    message.state = "leased";
    if (++message.receiveCount === AGED_RECEIVES) ages.remove(message.sentAtMs);
    message.leases++;
    message.receivedAtMs = nowMs;
    message.dueMs = nowMs + leaseS * 1000;
    message.sequence = sequence++;
    leased.push(message);
    received.set(message.number, message);
    return {
      messageId: idOf(message),
      receipt: receiptOf(name, message),
      body: message.body,
      receiveCount: message.receiveCount,
      // SQS states whole milliseconds (attribute SentTimestamp).
      sentAtMs: Math.floor(message.sentAtMs),
    };
  }

  /** Takes a message out of the line that may be handed over; what may not goes where it belongs. */
  function takeDeliverable(nowMs: number): Message | undefined {
    while (true) {
      const message = line.take();
      if (message === undefined) return undefined;
      if (nowMs - message.sentAtMs >= retentionMs) {
        leave(message);
        expired++;
      } else if (message.receiveCount >= maxReceiveCount) {
        leave(message);
        deadLettered++;
        options.onDeadLetter({ ...message, messageId: idOf(message) });
      } else return message;
    }
  }

  function take(nowMs: number, max: number, leaseS: number, hitRatio: number): ReceivedMessage[] {
    settle(nowMs);
    const taken: Message[] = [];
    const passedOver: Message[] = [];
    const room = Math.min(max, inFlightMax - leased.size);
    for (let seen = 0; taken.length < room && seen < max; seen++) {
      const message = takeDeliverable(nowMs);
      if (message === undefined) break;
      if (hitRatio < 1 && random.next() >= hitRatio) passedOver.push(message);
      else taken.push(message);
    }
    for (const message of passedOver) line.add(message);
    return taken.map((message) => lease(nowMs, message, leaseS));
  }

  /** The message that a receipt names; `isLast` unless a later lease has made the receipt void. */
  function find(receipt: string): { message: Message; isLast: boolean } | "gone" | "invalid" {
    const parsed = parseReceipt(name, receipt);
    if (parsed === undefined || parsed.number >= sequence) return "invalid";
    const message = received.get(parsed.number);
    return message === undefined ? "gone" : { message, isLast: message.leases === parsed.lease };
  }

  return {
    put: (nowMs, { body, delayS = 0, messageId, sentAtMs = nowMs, receiveCount = 0 }) => {
      settle(nowMs);
      const message = newMessage(sequence++, { messageId, body, sentAtMs, receiveCount });
      totals.sent++;
      keep(nowMs, message, delayS * 1000);
      return idOf(message);
    },
    take,
    remove: (nowMs, receipt) => {
      settle(nowMs);
      const found = find(receipt);
      if (found === "invalid") return invalidReceipt(receipt);
      // Documented: a receipt that is not the last one succeeds, and deletes nothing.
      if (found !== "gone" && found.isLast) {
        leave(found.message);
        totals.deleted++;
      }
      return OK;
    },
    extend: (nowMs, receipt, leaseS) => {
      settle(nowMs);
      const found = find(receipt);
      if (found === "invalid") return invalidReceipt(receipt);
      if (found === "gone" || !found.isLast || found.message.state !== "leased") {
        return notInFlight(receipt);
      }
      const { message } = found;
      if (nowMs + leaseS * 1000 > message.receivedAtMs + LEASE_S_MAX * 1000) {
        return beyondLeaseTotal(leaseS, LEASE_S_MAX);
      }
      leased.remove(message);
      if (leaseS === 0) show(message);
      else {
        message.dueMs = nowMs + leaseS * 1000;
        message.sequence = sequence++;
        leased.push(message);
      }
      return OK;
    },
    nextVisibleAtMs: () => {
      const nextMs = Math.min(leased.peek()?.dueMs ?? Infinity, hidden.peek()?.dueMs ?? Infinity);
      return nextMs === Infinity ? undefined : nextMs;
    },
    oldestSentAtMs: ages.oldestMs,
    counts: (nowMs) => {
      settle(nowMs);
      return { ...totals, notVisible: leased.size, delayed: hidden.size, deadLettered, expired };
    },
  };
}
