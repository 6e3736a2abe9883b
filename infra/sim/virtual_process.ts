/**
 * A process on a virtual clock: it can be killed, and then nothing that it waited for comes back to it.
 *
 * @module
 */
import type {
  Clock,
  OrderQueue,
  OrderTopic,
  PublishOutcome,
  Recorder,
} from "../../services/orders/ports.ts";
import { createCutOff } from "./cut_off.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** See {@linkcode createVirtualProcess}. */
export interface VirtualProcess {
  readonly name: string;
  /** False once it has been killed. */
  readonly alive: boolean;
  /** Its own clock: `skewMs` ahead of the true time. */
  readonly clock: Clock;
  /** The queue as it sees it. A long poll ends with the process, as its connection does. */
  queue(queue: OrderQueue): OrderQueue;
  topic(topic: OrderTopic): OrderTopic;
  recorder(recorder: Recorder): Recorder;
  /** SIGKILL: from now on it does nothing more. Calls that are under way reach their service. */
  kill(): void;
}

/**
 * Starts a process.
 *
 * @param name of no other process of the clock; its sleeps are listed under it.
 * @param skewMs how far its clock is ahead of the true time, milliseconds; default 0.
 */
export function createVirtualProcess(
  clock: VirtualClock,
  name: string,
  skewMs = 0,
): VirtualProcess {
  const own = clock.named(name);
  /** Receives under way. */
  const polls = createCutOff();
  let alive = true;

  /** What a dead process waits for never ends; it is no concern of the clock any more. */
  function toLiving<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => alive && resolve(value),
        (error) => alive && reject(error),
      );
    });
  }
  const never = <T>() => new Promise<T>(() => {});

  return {
    name,
    get alive() {
      return alive;
    },
    clock: {
      now: () => own.now() + skewMs,
      sleep: (ms, signal) => alive ? own.sleep(ms, signal) : never(),
    },
    queue: (queue) => ({
      receive: (request, signal) =>
        alive ? toLiving(polls.during(signal, (both) => queue.receive(request, both))) : never(),
      delete: (receipts) => alive ? toLiving(queue.delete(receipts)) : never(),
      extend: (receipts, leaseS) => alive ? toLiving(queue.extend(receipts, leaseS)) : never(),
    }),
    topic: (topic) => ({
      publish: (orders) => alive ? toLiving(topic.publish(orders)) : never<PublishOutcome[]>(),
    }),
    recorder: (recorder) => ({
      record(event) {
        if (alive) recorder.record(event);
      },
    }),
    kill() {
      alive = false;
      clock.forget(name);
      polls.cut(new Error(`${name} was killed`));
    },
  };
}
