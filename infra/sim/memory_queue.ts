/**
 * An SQS standard queue in memory, on virtual time.
 *
 * What AWS documents it does: whole-second leases, receive counts, redrive to a dead-letter queue, long
 * and short polls, batches of ten, delivery at least once, no order, the limit on messages in flight,
 * approximate attributes. What AWS leaves open is a setting, its default the strictest reading. Numbers:
 * `data/reference/model_parameters.csv`, model SQS.
 *
 * @module
 */
import type {
  Clock,
  EntryOutcome,
  OrderQueue,
  ReceivedMessage,
} from "../../services/orders/ports.ts";
import type { MessageCounts } from "./message_counts.ts";
import { createMessageStore } from "./message_store.ts";
import {
  checkQueueOptions,
  type DeadLetterQueue,
  type MemoryQueueOptions,
} from "./queue_options.ts";
import {
  batchRefusal,
  hasInvalidCharacters,
  INVALID_CONTENTS,
  leaseRefusal,
  nonExistent,
  OVER_LIMIT,
  queueError,
  receiveRefusal,
  type Refusal,
  sendRefusal,
} from "./queue_refusals.ts";
import { createReceiveWaiters, type ReceiveRequest } from "./receive_waiters.ts";
import { makeCall } from "./service_calls.ts";
import { createStaleReading } from "./stale_reading.ts";
import { utf8Bytes } from "./utf8_bytes.ts";

export type { MemoryQueueOptions, QueueOperation } from "./queue_options.ts";

/** What the queue says of itself: as old as `attributesAgeMsMax` allows. */
export type QueueAttributes = Pick<MessageCounts, "visible" | "notVisible" | "delayed">;

/** What the queue's metrics are made of, besides its counts. */
export interface QueueMeter {
  /** Receives that brought nothing, so far. */
  emptyReceives: number;
  /** UTF-8 bytes of the bodies that were sent, so far. */
  sentBytes: number;
  /** When the oldest message was sent, epoch milliseconds, to the second. */
  oldestSentAtMs: number | undefined;
}

/** A queue in memory. */
export interface MemoryQueue extends OrderQueue, DeadLetterQueue {
  readonly name: string;
  /** The same queue, its waits listed under `client` when a run cannot go on. */
  client(client: string): OrderQueue;
  /** Sends 1 to 10 messages in one call, as `SendMessageBatch` does; one outcome each, in order. */
  send(bodies: readonly string[], options?: { delayS?: number }): Promise<EntryOutcome[]>;
  /** The message arrives, now and without a call: for topics. False when the queue is gone. */
  deliver(bodies: readonly string[]): boolean;
  /** `GetQueueAttributes`. */
  attributes(): Promise<QueueAttributes>;
  /** The true counts, which nobody can ask of AWS. */
  counts(): MessageCounts;
  meter(): QueueMeter;
  /** Deletes the queue and all that is in it: every call fails from now on. */
  remove(): void;
}

/**
 * An empty queue.
 *
 * @throws {RangeError} naming every setting that is out of range.
 * @example
 * ```ts
 * import { createMemoryQueue } from "./memory_queue.ts";
 * import { createSeededRandom } from "../../services/orders/seeded_random.ts";
 * import { createVirtualClock } from "./virtual_clock.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = createVirtualClock();
 * const queue = createMemoryQueue({ name: "orders", clock, random: createSeededRandom(1) });
 * await clock.run(async () => {
 *   await queue.send(["an order"]);
 *   const [message] = await queue.receive({ max: 10, waitS: 20, leaseS: 30 });
 *   assert.equal(message?.body, "an order");
 * });
 * assert.equal(queue.counts().notVisible, 1);
 * ```
 */
export function createMemoryQueue(options: MemoryQueueOptions): MemoryQueue {
  const { name, clock, random, deadLetterQueue } = options;
  const settings = checkQueueOptions(options);
  const store = createMessageStore({
    ...settings,
    name,
    random,
    duplicateDelayMs: options.duplicateDelayMs ?? (() => 0),
    maxReceiveCount: deadLetterQueue === undefined ? Infinity : settings.maxReceiveCount,
    onDeadLetter: (message) => deadLetterQueue?.acceptDeadLetter(message),
  });
  const waiters = createReceiveWaiters(
    clock,
    ({ max, leaseS }) => store.take(clock.now(), max, leaseS, 1),
    store.nextVisibleAtMs,
  );
  const counts = () => store.counts(clock.now());
  const readCounts = createStaleReading(counts, settings.attributesAgeMsMax, clock, random);
  let removed = false;
  let emptyReceives = 0;
  let sentBytes = 0;

  function put(body: string, delayS: number): void {
    sentBytes += utf8Bytes(body);
    store.put(clock.now(), { body, delayS });
  }

  function take({ max, leaseS, waitS }: ReceiveRequest): ReceivedMessage[] {
    // Documented: at the limit a short poll is refused, a long poll waits without an error.
    if (waitS === 0 && counts().notVisible >= settings.inFlightMax) throw queueError(OVER_LIMIT);
    const hitRatio = waitS > 0 ? 1 : settings.shortPollHitRatio;
    return store.take(clock.now(), max, leaseS, hitRatio);
  }

  async function receive(
    wire: Clock,
    waitsAs: string,
    request: ReceiveRequest,
    signal?: AbortSignal,
  ): Promise<ReceivedMessage[]> {
    const result = await makeCall(options, {
      operation: "receive",
      wire,
      signal,
      refuse: () => removed ? nonExistent() : receiveRefusal(request),
      act: () => {
        const messages = take(request);
        return messages.length > 0 || request.waitS === 0
          ? messages
          : waiters.wait(request, waitsAs, signal);
      },
    });
    if (!result.ok) throw queueError(result.fault);
    if (result.answer.length === 0) emptyReceives++;
    return result.answer;
  }

  /** A call that has an outcome for each entry. */
  async function batch(
    wire: Clock,
    operation: "send" | "delete" | "extend",
    entries: readonly string[],
    apply: (nowMs: number, entry: string) => EntryOutcome,
    refusal?: Refusal,
  ): Promise<EntryOutcome[]> {
    if (entries.length === 0) return [];
    const result = await makeCall(options, {
      operation,
      wire,
      refuse: () => removed ? nonExistent() : batchRefusal(entries) ?? refusal,
      act: () => {
        const nowMs = clock.now();
        const outcomes = entries.map((entry, index) => {
          const fault = options.faults?.entry?.(operation, nowMs, index);
          return fault === undefined ? apply(nowMs, entry) : failed(fault);
        });
        waiters.serve();
        return outcomes;
      },
    });
    return result.ok ? result.answer : entries.map(() => failed(result.fault));
  }

  const wireOf = (clientName: string) => clock.named(`${clientName} calls ${name}`);
  const anyone = wireOf("client");

  const client = (clientName: string): OrderQueue => {
    const wire = wireOf(clientName);
    const waitsAs = `${clientName} receives from ${name}`;
    return {
      receive: (request, signal) => receive(wire, waitsAs, request, signal),
      delete: (receipts) => batch(wire, "delete", receipts, store.remove),
      extend: (receipts, leaseS) => {
        const apply = (nowMs: number, receipt: string) => store.extend(nowMs, receipt, leaseS);
        return batch(wire, "extend", receipts, apply, leaseRefusal(leaseS));
      },
    };
  };

  return {
    ...client("client"),
    name,
    client,
    send: (bodies, { delayS = 0 } = {}) => {
      const apply = (_nowMs: number, body: string): EntryOutcome => {
        if (hasInvalidCharacters(body)) return failed(INVALID_CONTENTS);
        put(body, delayS);
        return { ok: true };
      };
      return batch(anyone, "send", bodies, apply, sendRefusal(bodies, delayS));
    },
    deliver: (bodies) => {
      if (removed) return false;
      for (const body of bodies) put(body, 0);
      waiters.serve();
      return true;
    },
    attributes: async () => {
      const result = await makeCall(options, {
        operation: "attributes",
        wire: anyone,
        refuse: () => removed ? nonExistent() : undefined,
        act: readCounts,
      });
      if (!result.ok) throw queueError(result.fault);
      const { visible, notVisible, delayed } = result.answer;
      return { visible, notVisible, delayed };
    },
    counts,
    meter: () => ({ emptyReceives, sentBytes, oldestSentAtMs: store.oldestSentAtMs() }),
    remove: () => {
      removed = true;
      waiters.fail(queueError(nonExistent()));
    },
    acceptDeadLetter: (message) => {
      store.put(clock.now(), message);
      waiters.serve();
    },
  };
}

function failed({ code, message, retryable }: Refusal): EntryOutcome {
  return { ok: false, code, message, retryable };
}
