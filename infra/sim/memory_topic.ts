/**
 * An SNS standard topic in memory, on virtual time: each published order goes to every queue that is
 * subscribed to it.
 *
 * Numbers: `data/reference/model_parameters.csv`, model SNS.
 *
 * @module
 */
import {
  type OrderTopic,
  type OutgoingOrder,
  PUBLISH_BATCH_MAX,
  type PublishOutcome,
} from "../../services/orders/ports.ts";
import type { MemoryQueue } from "./memory_queue.ts";
import { type CallFault, type CallLatency, type FaultPolicy, makeCall } from "./service_calls.ts";
import { exceedsUtf8Bytes } from "./utf8_bytes.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** String attributes of a message. */
export type MessageAttributes = Readonly<Record<string, string>>;

/** A queue that a topic delivers to, by raw message delivery: the body as it was published. */
export interface Subscription {
  queue: Pick<MemoryQueue, "deliver">;
  /** Values accepted for each attribute named; a message without the attribute is not delivered. */
  filter?: Readonly<Record<string, readonly string[]>>;
}

/** Settings of a memory topic. */
export interface MemoryTopicOptions {
  /** 1 to 256 letters, digits, `-` or `_`. */
  name: string;
  clock: VirtualClock;
  subscriptions: readonly Subscription[];
  /** Of one publish; 0 when absent. */
  latencyMs?: CallLatency<"publish">;
  /** From the topic to a queue, drawn for each message and queue, milliseconds; 0 when absent. */
  deliveryMs?: () => number;
  faults?: FaultPolicy<"publish">;
}

/** What a topic has done. */
export interface TopicCounts {
  /** Messages taken. */
  published: number;
  /** Messages handed to a queue. */
  delivered: number;
  /** Messages on their way to a queue. */
  delivering: number;
  /** Messages that no longer found their queue. */
  undelivered: number;
}

/** A topic in memory. */
export interface MemoryTopic extends OrderTopic {
  readonly name: string;
  /** The same topic for a publisher whose messages all carry `attributes`. */
  publisher(attributes: MessageAttributes): OrderTopic;
  counts(): TopicCounts;
  /** Deletes the topic: every call fails from now on. */
  remove(): void;
}

/** Of all bodies of one call together. Source: SNS quotas, the default of MaximumMessageSize. */
const PUBLISH_BYTES_MAX = 262_144;

/**
 * A topic with its subscriptions.
 *
 * @throws {RangeError} when the name is not one that SNS takes.
 * @example
 * ```ts
 * import { createMemoryQueue } from "./memory_queue.ts";
 * import { createMemoryTopic } from "./memory_topic.ts";
 * import { createSeededRandom } from "../../services/orders/seeded_random.ts";
 * import { createVirtualClock } from "./virtual_clock.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = createVirtualClock();
 * const queue = createMemoryQueue({ name: "orders", clock, random: createSeededRandom(1) });
 * const topic = createMemoryTopic({ name: "events", clock, subscriptions: [{ queue }] });
 * await clock.run(() => topic.publish([{ orderId: "o-1", body: "an order" }]));
 * assert.equal(queue.counts().visible, 1);
 * ```
 */
export function createMemoryTopic(options: MemoryTopicOptions): MemoryTopic {
  const { name, clock, deliveryMs, faults } = options;
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) {
    throw new RangeError(
      `Cannot create topic: name must be 1 to 256 letters, digits, - or _, got ${
        JSON.stringify(name)
      }`,
    );
  }
  const counts: TopicCounts = { published: 0, delivered: 0, delivering: 0, undelivered: 0 };
  const wire = clock.named(`publisher calls ${name}`);
  let removed = false;

  function arrive({ queue }: Subscription, bodies: readonly string[]): void {
    if (queue.deliver(bodies)) counts.delivered += bodies.length;
    else counts.undelivered += bodies.length;
  }

  function fanOut(bodies: readonly string[], attributes: MessageAttributes): void {
    if (bodies.length === 0) return;
    for (const subscription of options.subscriptions) {
      if (!accepts(subscription, attributes)) continue;
      if (deliveryMs === undefined) {
        arrive(subscription, bodies);
        continue;
      }
      for (const body of bodies) {
        counts.delivering++;
        clock.scheduleAt(clock.now() + deliveryMs(), () => {
          counts.delivering--;
          arrive(subscription, [body]);
        });
      }
    }
  }

  /** Takes the orders of one call that no fault is injected for. */
  function takeOrders(
    orders: readonly OutgoingOrder[],
    attributes: MessageAttributes,
  ): PublishOutcome[] {
    const bodies: string[] = [];
    const outcomes = orders.map(({ body }, index): PublishOutcome => {
      const fault = faults?.entry?.("publish", clock.now(), index);
      if (fault !== undefined) return failed(fault);
      bodies.push(body);
      return { ok: true, messageId: `${name}-${counts.published++}` };
    });
    fanOut(bodies, attributes);
    return outcomes;
  }

  async function publish(
    orders: readonly OutgoingOrder[],
    attributes: MessageAttributes,
  ): Promise<PublishOutcome[]> {
    if (orders.length === 0) return [];
    const result = await makeCall(options, {
      operation: "publish",
      wire,
      refuse: () => removed ? TOPIC_NOT_FOUND : publishRefusal(orders),
      act: () => takeOrders(orders, attributes),
    });
    return result.ok ? result.answer : orders.map(() => failed(result.fault));
  }

  const publisher = (attributes: MessageAttributes): OrderTopic => ({
    publish: (orders) => publish(orders, attributes),
  });

  return {
    ...publisher({}),
    name,
    publisher,
    counts: () => ({ ...counts }),
    remove: () => {
      removed = true;
    },
  };
}

const TOPIC_NOT_FOUND: CallFault = {
  code: "NotFoundException",
  message: "Topic does not exist",
  retryable: false,
};

/** What SNS refuses. Source: SNS API reference, PublishBatch. */
function publishRefusal(orders: readonly OutgoingOrder[]): CallFault | undefined {
  const bodies = orders.map((order) => order.body);
  if (orders.length > PUBLISH_BATCH_MAX) {
    return {
      code: "TooManyEntriesInBatchRequestException",
      message: `The batch request contains more entries than permissible: ${orders.length}`,
      retryable: false,
    };
  }
  if (exceedsUtf8Bytes(bodies, PUBLISH_BYTES_MAX)) {
    return {
      code: "BatchRequestTooLongException",
      message:
        `The length of all the batch messages put together is more than ${PUBLISH_BYTES_MAX}`,
      retryable: false,
    };
  }
  return undefined;
}

function accepts({ filter = {} }: Subscription, attributes: MessageAttributes): boolean {
  return Object.entries(filter).every(([attribute, accepted]) => {
    const value = attributes[attribute];
    return value !== undefined && accepted.includes(value);
  });
}

function failed(fault: Omit<CallFault, "applied">): PublishOutcome {
  const { code, message, retryable, ambiguous = false } = fault;
  return { ok: false, code, message, retryable, ambiguous };
}
