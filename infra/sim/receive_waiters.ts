/**
 * Long polls that wait for a message, served in the order in which they came.
 *
 * @module
 */
import { createLine } from "../../services/orders/line.ts";
import type { ReceivedMessage } from "../../services/orders/ports.ts";
import { onAbort } from "./on_abort.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** What a long poll asks for. */
export interface ReceiveRequest {
  max: number;
  waitS: number;
  leaseS: number;
}

/** The long polls of one queue. */
export interface ReceiveWaiters {
  readonly size: number;
  /**
   * Waits for messages up to `waitS`; none then.
   *
   * @param waitsAs the name of the one who waits.
   * @throws the signal's reason when it aborts, the reason of {@linkcode ReceiveWaiters.fail}.
   */
  wait(request: ReceiveRequest, waitsAs: string, signal?: AbortSignal): Promise<ReceivedMessage[]>;
  /** Hands over what there is. Call it whenever a message has become visible. */
  serve(): void;
  /** Ends all waits with `reason`. */
  fail(reason: unknown): void;
}

interface Waiter extends ReceiveRequest {
  end(messages: ReceivedMessage[]): void;
  fail(reason: unknown): void;
}

/**
 * No long polls yet.
 *
 * @param take takes messages for one poll; none when there are none.
 * @param nextVisibleAtMs when a message becomes visible by time alone.
 */
export function createReceiveWaiters(
  clock: VirtualClock,
  take: (request: ReceiveRequest) => ReceivedMessage[],
  nextVisibleAtMs: () => number | undefined,
): ReceiveWaiters {
  const waiters = createLine<Waiter>();
  let alarm: { atMs: number; cancel: () => boolean } | undefined;

  function serve(): void {
    for (let waiter = waiters.first; waiter !== undefined; waiter = waiters.first) {
      const messages = take(waiter);
      if (messages.length === 0) break;
      waiter.end(messages);
    }
    setAlarm();
  }

  /** Wakes the queue when time alone makes a message visible; only while somebody waits for it. */
  function setAlarm(): void {
    const atMs = waiters.length === 0 ? undefined : nextVisibleAtMs();
    if (atMs === alarm?.atMs) return;
    alarm?.cancel();
    alarm = atMs === undefined ? undefined : {
      atMs,
      cancel: clock.scheduleAt(atMs, () => {
        alarm = undefined;
        serve();
      }),
    };
  }

  return {
    get size() {
      return waiters.length;
    },
    wait: (request, waitsAs, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiters.remove(place);
          cancelDeadline();
          forgetAbort?.();
        };
        const waiter: Waiter = {
          ...request,
          end: (messages) => {
            leave();
            resolve(messages);
          },
          fail: (reason) => {
            leave();
            reject(reason);
          },
        };
        const deadlineMs = clock.now() + request.waitS * 1000;
        const cancelDeadline = clock.scheduleAt(deadlineMs, () => {
          waiter.end([]);
          setAlarm();
        }, waitsAs);
        const forgetAbort = signal && onAbort(signal, () => {
          waiter.fail(signal.reason);
          setAlarm();
        });
        const place = waiters.add(waiter);
        setAlarm();
      }),
    serve,
    fail: (reason) => {
      for (const { item } of waiters.places()) item.fail(reason);
      setAlarm();
    },
  };
}
