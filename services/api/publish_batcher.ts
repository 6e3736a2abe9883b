import {
  type Clock,
  type OrderTopic,
  type OutgoingOrder,
  PUBLISH_BATCH_MAX,
  type PublishOutcome,
} from "../orders/ports.ts";
import { createPublishLine, type WaitingOrder } from "./publish_line.ts";

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
  const line = createPublishLine(batchMax, attributeBytes);
  const counts: PublishCounts = { waiting: 0, inFlight: 0, calls: 0, orders: 0 };
  const onIdle: (() => void)[] = [];
  let lingering = false;
  let draining = false;

  /** Sends what is due; `all`: also what still waits for companions. */
  const pump = (all: boolean) => {
    while (line.length > 0 && counts.inFlight < inFlightMax) {
      const isDue = all || draining || counts.inFlight === 0 || line.isFull ||
        line.dueAtMs <= clock.now();
      if (!isDue) break;
      void send(line.take());
    }
    if (line.length > 0 && !lingering && counts.inFlight < inFlightMax) void linger();
    if (counts.inFlight === 0 && line.length === 0 && !lingering) {
      for (const resolve of onIdle.splice(0)) resolve();
    }
  };

  const send = async (batch: WaitingOrder[]) => {
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
    while (line.length > 0 && counts.inFlight < inFlightMax) {
      await clock.sleep(Math.max(0, line.dueAtMs - clock.now()));
      pump(false);
    }
    lingering = false;
    pump(false);
  };

  return {
    publish(order) {
      return new Promise((settle) => {
        line.push({ order, dueAtMs: clock.now() + lingerMs, settle });
        if (counts.inFlight === 0 || line.length >= batchMax || draining) pump(false);
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
      counts.waiting = line.length;
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
