/** What is in a queue and what has left it. */
export interface MessageCounts {
  visible: number;
  /** Under a lease. */
  notVisible: number;
  delayed: number;
  /** Messages that came in, from senders, topics and other queues. */
  sent: number;
  /** Copies that deliveries left behind. */
  duplicated: number;
  /** Deliveries. */
  received: number;
  deleted: number;
  deadLettered: number;
  /** Dropped at the end of their retention. */
  expired: number;
}

/**
 * How many messages came in and are not accounted for: always 0.
 *
 * `sent + duplicated = visible + notVisible + delayed + deleted + deadLettered + expired`
 */
export function unaccounted(counts: Readonly<MessageCounts>): number {
  const { visible, notVisible, delayed, deleted, deadLettered, expired } = counts;
  return counts.sent + counts.duplicated -
    (visible + notVisible + delayed + deleted + deadLettered + expired);
}
