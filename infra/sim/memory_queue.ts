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
import type { EntryOutcome, OrderQueue, ReceivedMessage } from "../../services/orders/ports.ts";
import { createMessageStore, type DeadLetter, type MessageCounts } from "./message_store.ts";
import { checkQueueOptions } from "./queue_options.ts";
import {
  batchRefusal,
  leaseRefusal,
  nonExistent,
  OVER_LIMIT,
  queueError,
  receiveRefusal,
  type Refusal,
  sendRefusal,
} from "./queue_refusals.ts";
import { createReceiveWaiters, type ReceiveRequest } from "./receive_waiters.ts";
import type { SeededRandom } from "./seeded_random.ts";
import { type CallFault, type CallLatency, type FaultPolicy, travel } from "./service_calls.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** Calls of a queue. */
export type QueueOperation = "send" | "receive" | "delete" | "extend" | "attributes";

/** Settings of a memory queue. */
export interface MemoryQueueOptions {
  /** 1 to 80 letters, digits, `-` or `_`. */
  name: string;
  clock: VirtualClock;
  /** The queue's own stream. */
  random: SeededRandom;
  /** Where messages go that have been received `maxReceiveCount` times; they stay when absent. */
  deadLetterQueue?: MemoryQueue;
  /** Receives before that, >= 1; 3 when absent. */
  maxReceiveCount?: number;
  /** Most messages under a lease; 120,000 when absent (documented, "approximately"). */
  inFlightMax?: number;
  /** How long a message is kept, seconds, 60 to 1,209,600; 345,600 when absent. */
  retentionS?: number;
  /** Among how many of the oldest messages the next is drawn, >= 1; 32 when absent (assumed). */
  disorderWindow?: number;
  /** Chance that a message is seen by a short poll, (0, 1]; 1 when absent (0.5 is assumed for AWS). */
  shortPollHitRatio?: number;
  /** Chance that a delivery leaves a copy of its message behind, [0, 1); 0 when absent. */
  duplicateProbability?: number;
  /** How long such a copy stays hidden, milliseconds; 0 when absent. */
  duplicateDelayMs?: (random: SeededRandom) => number;
  /** How old the counts of `attributes` may be, milliseconds; 0 when absent (AWS: up to a minute). */
  attributesAgeMsMax?: number;
  /** 0 when absent. */
  latencyMs?: CallLatency<QueueOperation>;
  faults?: FaultPolicy<QueueOperation>;
}

/** What the queue says of itself: as old as `attributesAgeMsMax` allows. */
export type QueueAttributes = Pick<MessageCounts, "visible" | "notVisible" | "delayed">;

/** A queue in memory. */
export interface MemoryQueue extends OrderQueue {
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
  /** Deletes the queue and all that is in it: every call fails from now on. */
  remove(): void;
  /** A message from a queue whose dead-letter queue this is. */
  acceptDeadLetter(message: DeadLetter): void;
}

/**
 * An empty queue.
 *
 * @throws {RangeError} naming every setting that is out of range.
 * @example
 * ```ts
 * import { createMemoryQueue } from "./memory_queue.ts";
 * import { createSeededRandom } from "./seeded_random.ts";
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
  const { name, clock, random, deadLetterQueue, latencyMs, faults } = options;
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
  let removed = false;
  let sampled: { attributes: QueueAttributes; untilMs: number } | undefined;

  /** Why a call that has reached the queue fails as a whole. */
  function faultOf(operation: QueueOperation, refusal?: Refusal): CallFault | undefined {
    return removed ? nonExistent() : refusal ?? faults?.call?.(operation, clock.now());
  }

  async function receive(client: string, request: ReceiveRequest, signal?: AbortSignal) {
    signal?.throwIfAborted();
    const tripMs = latencyMs?.("receive") ?? 0;
    await travel(clock, tripMs, signal);
    const fault = faultOf("receive", receiveRefusal(request));
    let messages: ReceivedMessage[] = [];
    if (fault === undefined || fault.applied) {
      messages = take(request);
      if (messages.length === 0 && request.waitS > 0) {
        messages = await waiters.wait(request, `${client} receives from ${name}`, signal);
      }
    }
    await travel(clock, tripMs, signal);
    if (fault) throw queueError(fault);
    return messages;
  }

  function take({ max, leaseS, waitS }: ReceiveRequest): ReceivedMessage[] {
    const nowMs = clock.now();
    // Documented: at the limit a short poll is refused, a long poll waits without an error.
    if (waitS === 0 && store.counts(nowMs).notVisible >= settings.inFlightMax) {
      throw queueError(OVER_LIMIT);
    }
    const messages = store.take(nowMs, max, leaseS, waitS > 0 ? 1 : settings.shortPollHitRatio);
    // A lease of 0 leaves the message there for those who wait.
    if (leaseS === 0) waiters.serve();
    return messages;
  }

  /** One call that has an outcome for each entry. */
  async function batch(
    operation: "send" | "delete" | "extend",
    entries: readonly string[],
    apply: (nowMs: number, entry: string) => EntryOutcome,
    refusal?: Refusal,
  ): Promise<EntryOutcome[]> {
    if (entries.length === 0) return [];
    const tripMs = latencyMs?.(operation) ?? 0;
    await travel(clock, tripMs);
    const fault = faultOf(operation, batchRefusal(entries) ?? refusal);
    let outcomes: EntryOutcome[] = [];
    if (fault === undefined || fault.applied) {
      const nowMs = clock.now();
      outcomes = entries.map((entry, index) => {
        const entryFault = faults?.entry?.(operation, nowMs, index);
        return entryFault === undefined ? apply(nowMs, entry) : failed(entryFault);
      });
      waiters.serve();
    }
    await travel(clock, tripMs);
    return fault === undefined ? outcomes : entries.map(() => failed(fault));
  }

  const client = (clientName: string): OrderQueue => ({
    receive: (request, signal) => receive(clientName, request, signal),
    delete: (receipts) => batch("delete", receipts, store.remove),
    extend: (receipts, leaseS) =>
      batch(
        "extend",
        receipts,
        (nowMs, receipt) => store.extend(nowMs, receipt, leaseS),
        leaseRefusal(leaseS),
      ),
  });

  function sampleAttributes(): QueueAttributes {
    const nowMs = clock.now();
    if (sampled === undefined || nowMs >= sampled.untilMs) {
      const { visible, notVisible, delayed } = store.counts(nowMs);
      const { attributesAgeMsMax } = settings;
      const untilMs = attributesAgeMsMax === 0 ? nowMs : nowMs + random.next() * attributesAgeMsMax;
      sampled = { attributes: { visible, notVisible, delayed }, untilMs };
    }
    return sampled.attributes;
  }

  function keep(nowMs: number, body: string, delayS = 0): EntryOutcome {
    store.put(nowMs, { body, delayS });
    return { ok: true };
  }

  return {
    ...client("client"),
    name,
    client,
    send: (bodies, { delayS = 0 } = {}) =>
      batch(
        "send",
        bodies,
        (nowMs, body) => keep(nowMs, body, delayS),
        sendRefusal(bodies, delayS),
      ),
    deliver: (bodies) => {
      if (removed) return false;
      for (const body of bodies) keep(clock.now(), body);
      waiters.serve();
      return true;
    },
    attributes: async () => {
      const tripMs = latencyMs?.("attributes") ?? 0;
      await travel(clock, tripMs);
      const fault = faultOf("attributes");
      const answer = sampleAttributes();
      await travel(clock, tripMs);
      if (fault) throw queueError(fault);
      return answer;
    },
    counts: () => store.counts(clock.now()),
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
