/**
 * What happened to one queue since it was last asked: the counts behind the AWS/SQS metrics.
 *
 * @module
 */

/** Counts of one period. */
export interface QueueCounts {
  /** Messages added by send or by a topic; not those that redrive moved here. */
  sent: number;
  /** Messages handed to receivers that were still there. */
  received: number;
  /** Delete calls' entries with a valid receipt handle; a message deleted twice counts twice, as on AWS. */
  deleted: number;
  /** Receives that returned nothing. */
  emptyReceives: number;
  /** Bytes of each sent message, body and attributes, and how many messages had that size. */
  sentSizes: Map<number, number>;
}

/** See {@linkcode createQueueMeter}. */
export interface QueueMeter {
  sent(sizeBytes: number): void;
  received(messages: number): void;
  /** Takes back `messages` counted as received, as far as this period has counted them. */
  unreceived(messages: number): void;
  deleted(): void;
  emptyReceive(): void;
  /** The counts since the last call; starts again from 0. */
  flush(): QueueCounts;
}

function noCounts(): QueueCounts {
  return { sent: 0, received: 0, deleted: 0, emptyReceives: 0, sentSizes: new Map() };
}

/** A meter at 0. */
export function createQueueMeter(): QueueMeter {
  let counts = noCounts();
  return {
    sent(sizeBytes) {
      counts.sent += 1;
      counts.sentSizes.set(sizeBytes, (counts.sentSizes.get(sizeBytes) ?? 0) + 1);
    },
    received(messages) {
      counts.received += messages;
    },
    unreceived(messages) {
      counts.received = Math.max(0, counts.received - messages);
    },
    deleted() {
      counts.deleted += 1;
    },
    emptyReceive() {
      counts.emptyReceives += 1;
    },
    flush() {
      const flushed = counts;
      counts = noCounts();
      return flushed;
    },
  };
}
