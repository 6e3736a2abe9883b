import {
  type Clock,
  type OrderTopic,
  type OutgoingOrder,
  PUBLISH_BATCH_MAX,
  type PublishOutcome,
} from "../orders/ports.ts";

/** Publishes single orders in shared calls. */
export interface PublishBatcher {
  /** Publishes one order. Never throws; the outcome is that order's own. */
  publish(order: OutgoingOrder): Promise<PublishOutcome>;
  /** Sends what waits for companions, as far as the calls in flight allow. */
  flush(): void;
  /** Resolves when nothing waits and no call is in flight; from now on nothing waits for companions. */
  drain(): Promise<void>;
  /** Orders waiting, calls in flight, and calls made so far. */
  readonly counts: Readonly<PublishCounts>;
}

/** What a batcher has done and holds. */
export interface PublishCounts {
  waiting: number;
  inFlight: number;
  calls: number;
  orders: number;
}

/** Numbers of a batcher. */
export interface PublishBatcherSettings {
  /** Most orders of one call, 1 to 10. Default 10. */
  batchMax?: number;
  /** Longest wait for companions while a call is in flight, milliseconds. Default 2. */
  lingerMs?: number;
  /** Most calls in flight. Default 64. */
  inFlightMax?: number;
  /** Bytes that an order's message takes beyond its body: its attributes. Default 512. */
  attributeBytes?: number;
}

/** Most bytes of one call, bodies and attributes together. Source: SNS PublishBatch, 262,144 bytes. */
export const PUBLISH_BYTES_MAX = 262_144;

interface Waiting {
  order: OutgoingOrder;
  bytes: number;
  dueAtMs: number;
  settle(outcome: PublishOutcome): void;
}

/**
 * Collects orders into calls of up to `batchMax`.
 *
 * With no call in flight an order goes at once, so that a lone one waits for nothing. Otherwise it waits
 * at most `lingerMs` for companions, however long the calls take; ten go without waiting. At
 * `inFlightMax` calls the orders wait until one is answered.
 */
export function createPublishBatcher(
  deps: { topic: OrderTopic; clock: Clock },
  settings: Readonly<PublishBatcherSettings> = {},
): PublishBatcher {
  const { topic, clock } = deps;
  const {
    batchMax = PUBLISH_BATCH_MAX,
    lingerMs = 2,
    inFlightMax = 64,
    attributeBytes = 512,
  } = settings;
  const waiting: Waiting[] = [];
  const counts: PublishCounts = { waiting: 0, inFlight: 0, calls: 0, orders: 0 };
  const onIdle: (() => void)[] = [];
  let waitingBytes = 0;
  let lingering = false;
  let draining = false;

  /** Sends what is due; `all`: also what still waits for companions. */
  const pump = (all: boolean) => {
    while (waiting.length > 0 && counts.inFlight < inFlightMax) {
      const full = waiting.length >= batchMax || waitingBytes >= PUBLISH_BYTES_MAX;
      if (!all && !draining && counts.inFlight > 0 && !full && waiting[0]!.dueAtMs > clock.now()) {
        break;
      }
      void send(takeBatch());
    }
    if (waiting.length > 0 && !lingering && counts.inFlight < inFlightMax) void linger();
    if (counts.inFlight === 0 && waiting.length === 0 && !lingering) {
      for (const resolve of onIdle.splice(0)) resolve();
    }
  };

  const takeBatch = (): Waiting[] => {
    let count = 0;
    let bytes = 0;
    while (count < waiting.length && count < batchMax) {
      const next = waiting[count]!.bytes;
      if (count > 0 && bytes + next > PUBLISH_BYTES_MAX) break;
      bytes += next;
      count++;
    }
    waitingBytes -= bytes;
    return waiting.splice(0, count);
  };

  const send = async (batch: Waiting[]) => {
    counts.inFlight++;
    counts.calls++;
    counts.orders += batch.length;
    const outcomes = await publishAll(topic, batch.map((each) => each.order));
    counts.inFlight--;
    batch.forEach((each, index) => each.settle(outcomes[index] ?? NO_OUTCOME));
    pump(false);
  };

  const linger = async () => {
    lingering = true;
    while (waiting.length > 0 && counts.inFlight < inFlightMax) {
      await clock.sleep(Math.max(0, waiting[0]!.dueAtMs - clock.now()));
      pump(false);
    }
    lingering = false;
    pump(false);
  };

  return {
    publish(order) {
      return new Promise((settle) => {
        const bytes = utf8BytesAtMost(order.body) + attributeBytes;
        waitingBytes += bytes;
        waiting.push({ order, bytes, dueAtMs: clock.now() + lingerMs, settle });
        if (counts.inFlight === 0 || waiting.length >= batchMax || draining) pump(false);
        else if (!lingering && counts.inFlight < inFlightMax) void linger();
      });
    },
    flush: () => pump(true),
    drain() {
      draining = true;
      return new Promise((resolve) => {
        onIdle.push(resolve);
        pump(true);
      });
    },
    get counts() {
      counts.waiting = waiting.length;
      return counts;
    },
  };
}

const NO_OUTCOME: PublishOutcome = {
  ok: false,
  code: "MissingEntry",
  message: "the topic answered without this order",
  retryable: false,
  ambiguous: true,
};

/** A topic never throws by contract; should one do so, nobody is left without an answer. */
async function publishAll(
  topic: OrderTopic,
  orders: readonly OutgoingOrder[],
): Promise<PublishOutcome[]> {
  try {
    return await topic.publish(orders);
  } catch (error) {
    return orders.map(() => ({ ...NO_OUTCOME, code: "Thrown", message: String(error) }));
  }
}

const encoder = new TextEncoder();

/** Exact where it matters; a short text is taken at UTF-8's worst, three bytes a UTF-16 unit. */
function utf8BytesAtMost(text: string): number {
  return text.length < 4096 ? text.length * 3 : encoder.encode(text).length;
}
