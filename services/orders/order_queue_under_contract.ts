/**
 * A queue under its contract, and what the cases share.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { Clock, EntryOutcome, OrderQueue, ReceivedMessage } from "./ports.ts";

/** A queue under test, empty, nobody else's. Its dead-letter queue takes what was received 3 times. */
export interface OrderQueueUnderTest {
  queue: OrderQueue;
  deadLetterQueue: OrderQueue;
  /** A queue of the same service that does not exist. */
  missingQueue: OrderQueue;
  clock: Clock;
  /** Puts messages into the queue; resolves when they are there. At most 10. */
  send(bodies: readonly string[]): Promise<void>;
  /** Removes the queues and lets go of connections. */
  dispose(): Promise<void>;
  /** Runs a case, for queues on a clock that has to be driven; simply called when absent. */
  run?(body: () => Promise<void>): Promise<void>;
}

/** Receives after which a message goes to the dead-letter queue. */
export const CONTRACT_MAX_RECEIVE_COUNT = 3;

/** One case of the contract. */
export type QueueCase = (test: OrderQueueUnderTest) => Promise<void>;

/** Receives until there are `count` messages, of a queue that may give them in any number of answers. */
export async function receiveAll(
  queue: OrderQueue,
  count: number,
  leaseS = 60,
): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for (let polls = 0; messages.length < count && polls < count + 2; polls++) {
    messages.push(...await queue.receive({ max: 10, waitS: 5, leaseS }));
  }
  return messages;
}

/** The one message that there is. */
export async function receiveOne(queue: OrderQueue, leaseS = 60): Promise<[ReceivedMessage]> {
  const messages = await queue.receive({ max: 10, waitS: 5, leaseS });
  assert.equal(messages.length, 1);
  return messages as [ReceivedMessage];
}

/** What a short poll gives. */
export function receiveNow(queue: OrderQueue): Promise<ReceivedMessage[]> {
  return queue.receive({ max: 10, waitS: 0, leaseS: 60 });
}

/** Bodies in an order of their own, since the queue has none. */
export function bodies(messages: readonly ReceivedMessage[]): string[] {
  return messages.map(({ body }) => body).toSorted();
}

/** A refusal that says why, and that a second try would not help. */
export function assertRefused(outcome: EntryOutcome | undefined): void {
  assert.ok(outcome !== undefined && !outcome.ok, `not refused: ${JSON.stringify(outcome)}`);
  assert.equal(outcome.retryable, false);
  assert.ok(outcome.code !== "" && outcome.message !== "", JSON.stringify(outcome));
}
