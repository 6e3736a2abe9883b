/**
 * How many messages a worker holds beyond those that its loops work on.
 *
 * - `ahead`: at most one receive in hand beyond the free slots, so that a slot never waits for a
 *   receive's round trip and no order waits here while another worker is idle.
 * - a number: a buffer of that many, 0 to 10,000.
 * - `original`: the original system's: a channel of 100 filled as fast as possible, no lease ever
 *   extended. Orders that wait longer than their lease are received and paid again.
 */
export type Prefetch = "ahead" | "original" | number;

/** Numbers of one worker. */
export interface WorkerSettings {
  /** Orders worked on at once (its loops), >= 1. Payment slots cap how many of them pay. */
  concurrency: number;
  /** Payments at once in this process, >= 1. */
  paymentSlots: number;
  prefetch: Prefetch;
  /** Lease of a received message, whole seconds, 1 to 43,200. */
  visibilityTimeoutS: number;
  /** Long poll, whole seconds, 0 to 20. */
  receiveWaitS: number;
  /** Receives before the queue moves a message to its dead-letter queue, >= 1. */
  maxReceiveCount: number;
}
