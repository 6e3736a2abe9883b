/**
 * The events of a virtual clock, in order.
 *
 * @module
 */
import { createDueHeap, type DueItem } from "./due_heap.ts";
import { onAbort } from "./on_abort.ts";

/** What became of an attempt to go on to the next event. */
export type Advance = "fired" | "empty" | "beyond" | "standstill";

/** Events to come, and the time that the last one has brought. */
export interface Timeline {
  /** Time of the last event, epoch milliseconds. */
  readonly nowMs: number;
  /** Events fired so far. */
  readonly fired: number;
  /** See `VirtualClock.scheduleAt`. */
  scheduleAt(dueMs: number, fire: () => void, awaitedAs?: string): () => boolean;
  /** See `Clock.sleep`; listed as `name`. */
  sleep(name: string, ms: number, signal?: AbortSignal): Promise<void>;
  /** Takes back every sleep of `name`: none of them ends any more. */
  forget(name: string): void;
  /** Fires the next event, unless it lies beyond `untilMs`. */
  advance(untilMs: number): Advance;
  /** Whether an event to come is awaited. */
  isAwaited(): boolean;
  /** Who awaits events, soonest first. */
  awaited(): { name: string; untilMs: number }[];
}

interface TimelineEvent extends DueItem {
  fire: () => void;
  /** Undefined for what nobody awaits. */
  awaitedAs: string | undefined;
}

/**
 * A timeline without events.
 *
 * @param eventsPerInstantMax beyond this many events at one time, `advance` answers `standstill`.
 */
export function createTimeline(startAtMs: number, eventsPerInstantMax: number): Timeline {
  const heap = createDueHeap<TimelineEvent>();
  let nowMs = startAtMs;
  let sequence = 0;
  let fired = 0;
  let firedAtInstant = 0;

  function push(dueMs: number, fire: () => void, awaitedAs: string | undefined): TimelineEvent {
    const event = { dueMs, sequence: sequence++, position: -1, fire, awaitedAs };
    heap.push(event);
    return event;
  }

  function pushAbortable(
    dueMs: number,
    signal: AbortSignal,
    name: string,
    resolve: () => void,
    reject: (reason: unknown) => void,
  ): void {
    const event = push(dueMs, () => {
      forgetAbort();
      resolve();
    }, name);
    const forgetAbort = onAbort(signal, () => {
      if (heap.remove(event)) reject(signal.reason);
    });
  }

  /** A wait of any length ends later than now, though a short one be lost in rounding. */
  function afterMs(ms: number): number {
    const dueMs = nowMs + ms;
    return dueMs > nowMs || ms === 0 ? dueMs : nowMs + Math.abs(nowMs) * Number.EPSILON;
  }

  return {
    get nowMs() {
      return nowMs;
    },
    get fired() {
      return fired;
    },
    scheduleAt: (dueMs, fire, awaitedAs) => {
      if (Number.isNaN(dueMs)) {
        throw new RangeError("Cannot schedule: dueMs must be a time, got NaN");
      }
      const event = push(Math.max(dueMs, nowMs), fire, awaitedAs);
      return () => heap.remove(event);
    },
    sleep: (name, ms, signal) =>
      new Promise((resolve, reject) => {
        if (!(ms >= 0 && ms < Infinity)) {
          throw new RangeError(`Cannot sleep: ms must be >= 0 and finite, got ${ms}`);
        }
        if (signal === undefined) {
          push(afterMs(ms), resolve, name);
        } else {
          signal.throwIfAborted();
          pushAbortable(afterMs(ms), signal, name, resolve, reject);
        }
      }),
    forget: (name) => {
      for (const event of heap.items().filter(({ awaitedAs }) => awaitedAs === name)) {
        heap.remove(event);
      }
    },
    advance: (untilMs) => {
      const event = heap.peek();
      if (event === undefined) return "empty";
      if (event.dueMs > untilMs) return "beyond";
      if (event.dueMs > nowMs) {
        nowMs = event.dueMs;
        firedAtInstant = 0;
      }
      if (firedAtInstant >= eventsPerInstantMax) return "standstill";
      firedAtInstant++;
      fired++;
      heap.pop();
      event.fire();
      return "fired";
    },
    isAwaited: () => heap.items().some((event) => event.awaitedAs !== undefined),
    awaited: () => {
      const byDue = heap.items().toSorted((a, b) => a.dueMs - b.dueMs || a.sequence - b.sequence);
      return byDue.flatMap(({ awaitedAs, dueMs }) =>
        awaitedAs === undefined ? [] : { name: awaitedAs, untilMs: dueMs }
      );
    },
  };
}
