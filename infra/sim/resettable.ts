/**
 * Connections to the queue and the topic that can be reset, all at once.
 *
 * @module
 */
import { createLine } from "../../services/orders/line.ts";
import { type OrderQueue, type OrderTopic, QueueError } from "../../services/orders/ports.ts";
import { createCutOff } from "./cut_off.ts";

/** See {@linkcode createConnections}. */
export interface Connections {
  /** The queue over a connection. */
  queue(queue: OrderQueue): OrderQueue;
  /** The topic over a connection. */
  topic(topic: OrderTopic): OrderTopic;
  /**
   * Resets every connection: calls under way get no answer, though the service may have carried them
   * out; later calls go by new connections.
   */
  reset(): void;
}

const RESET = { code: "ECONNRESET", message: "read ECONNRESET", retryable: true } as const;

/** Connections that hold until they are reset. */
export function createConnections(): Connections {
  const receives = createCutOff();
  /** Of the calls under way: how each learns that it has no answer. */
  const underWay = createLine<() => void>();
  /** The call's answer, or `lost()` if the connection is reset before it is there. */
  function answered<T>(call: Promise<T>, lost: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const onReset = () => {
        try {
          resolve(lost());
        } catch (error) {
          reject(error);
        }
      };
      const place = underWay.add(onReset);
      call.then((answer) => {
        underWay.remove(place);
        resolve(answer);
      }, (error) => {
        underWay.remove(place);
        reject(error);
      });
    });
  }

  return {
    queue: (queue) => ({
      receive: (request, signal) =>
        answered(receives.during(signal, (both) => queue.receive(request, both)), () => {
          throw new QueueError(RESET.code, RESET.message, RESET.retryable);
        }),
      delete: (receipts) =>
        answered(queue.delete(receipts), () => receipts.map(() => ({ ok: false, ...RESET }))),
      extend: (receipts, leaseS) =>
        answered(
          queue.extend(receipts, leaseS),
          () => receipts.map(() => ({ ok: false, ...RESET })),
        ),
    }),
    topic: (topic) => ({
      publish: (orders) =>
        answered(
          topic.publish(orders),
          () => orders.map(() => ({ ok: false, ...RESET, ambiguous: true })),
        ),
    }),
    reset() {
      for (const place of underWay.places()) if (underWay.remove(place)) place.item();
      receives.cut(new Error("the connection was reset"));
    },
  };
}
