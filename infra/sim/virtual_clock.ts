/**
 * Time that moves only when all promise work has settled: hours of waiting pass in the time that the
 * work itself takes, in the same order on every run.
 *
 * Events fire one at a time, by (due, sequence of the call); after each, everything that it set going
 * runs until it waits again. What waits for the outside world holds the clock meanwhile. No real timer
 * is involved.
 *
 * @module
 */
import type { Clock } from "../../services/orders/ports.ts";
import { createDueHeap, type DueHeap, type DueItem } from "./due_heap.ts";
import { createSettle } from "./settle.ts";
import { setImmediate } from "node:timers";
import {
  countNames,
  VirtualRunError,
  type VirtualRunFault,
  type Waits,
} from "./virtual_run_error.ts";

/** Settings of a virtual clock. */
export interface VirtualClockOptions {
  /** Time at the start, epoch milliseconds; 2026-01-01T00:00:00Z when absent. */
  startAtMs?: number;
  /** Most events at one instant before the run counts as standing still; 10,000,000 when absent. */
  eventsPerInstantMax?: number;
  /** Longest real time that a run waits for holds alone, milliseconds; 60,000 when absent. */
  holdMsMax?: number;
}

/** Bounds of one run. */
export interface VirtualRunOptions {
  /** No event after this time, epoch milliseconds, is fired: the run fails with `bound` instead. */
  untilMs?: number;
}

/** A clock that a run drives. */
export interface VirtualClock extends Clock {
  /** The same time, its sleeps listed under `name` when a run cannot go on. */
  named(name: string): Clock;
  /**
   * Calls `callback` at `dueMs`, or now-but-not-at-once when that has passed.
   *
   * @param awaitedAs given when somebody awaits the call: the name to list it under.
   * @returns a function that calls it off; false when it is too late for that.
   */
  scheduleAt(dueMs: number, callback: () => void, awaitedAs?: string): () => boolean;
  /**
   * Stops time until the returned function is called: for every await that is not on this clock (a
   * file, a child process). Calling it again does nothing.
   */
  hold(name: string): () => void;
  /**
   * Lists `name` among those who wait, until the returned function is called: for an await that
   * another task ends (a free slot). Time goes on meanwhile.
   */
  wait(name: string): () => void;
  /**
   * Runs `main` and whatever it starts, moving time, until its promise settles.
   *
   * @returns what `main` returned.
   * @throws what `main` threw; {@linkcode VirtualRunError} when the run cannot go on, or has left
   * somebody waiting at its end; {@linkcode Error} when a run is under way.
   */
  run<T>(main: () => Promise<T>, options?: VirtualRunOptions): Promise<T>;
  /** Who sleeps, waits and holds just now. */
  waits(): Waits;
  /** Events fired so far. */
  readonly events: number;
}

interface ClockEvent extends DueItem {
  fire: () => void;
  /** Undefined for what nobody awaits. */
  awaitedAs: string | undefined;
}

const START_AT_MS = Date.UTC(2026, 0, 1);

/**
 * A virtual clock, standing at `startAtMs` until a run drives it.
 *
 * @example
 * ```ts
 * import { createVirtualClock } from "./virtual_clock.ts";
 * import assert from "node:assert/strict";
 *
 * const clock = createVirtualClock({ startAtMs: 0 });
 * await clock.run(async () => {
 *   await Promise.all([clock.sleep(3_600_000), clock.sleep(1)]);
 * });
 * assert.equal(clock.now(), 3_600_000);
 * ```
 */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { startAtMs = START_AT_MS, eventsPerInstantMax = 10_000_000, holdMsMax = 60_000 } = options;
  if (!Number.isFinite(startAtMs)) {
    throw new RangeError(`Cannot start a clock: startAtMs must be finite, got ${startAtMs}`);
  }
  const heap = createDueHeap<ClockEvent>();
  const holding = new Set<{ name: string }>();
  const waiting = new Set<{ name: string }>();
  const settle = createSettle();
  let nowMs = startAtMs;
  let sequence = 0;
  let events = 0;
  let eventsAtInstant = 0;
  let running = false;

  function push(dueMs: number, fire: () => void, awaitedAs: string | undefined): ClockEvent {
    const event = { dueMs, sequence: sequence++, position: -1, fire, awaitedAs };
    heap.push(event);
    return event;
  }

  function sleep(name: string, ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!(ms >= 0 && ms < Infinity)) {
        throw new RangeError(`Cannot sleep: ms must be >= 0 and finite, got ${ms}`);
      }
      if (signal === undefined) {
        push(nowMs + ms, resolve, name);
      } else {
        signal.throwIfAborted();
        pushAbortable(heap, signal, reject, (fire) => push(nowMs + ms, fire, name), resolve);
      }
    });
  }

  function waits(): Waits {
    return {
      sleeping: countNames(sleepers(heap)),
      waiting: countNames([...waiting].map(({ name }) => name)),
      held: countNames([...holding].map(({ name }) => name)),
    };
  }

  const fault = (kind: VirtualRunFault, reason: string) =>
    new VirtualRunError(kind, nowMs, waits(), reason);

  /** Fires the next event; returns why it could not. */
  function advance(untilMs: number): VirtualRunError | undefined {
    const event = heap.peek();
    if (event === undefined) {
      return fault("stalled", `nothing can move at ${at(nowMs)}, and main is unresolved`);
    }
    if (event.dueMs > untilMs) {
      return fault("bound", `main is unresolved at the bound of ${at(untilMs)}`);
    }
    if (event.dueMs > nowMs) {
      nowMs = event.dueMs;
      eventsAtInstant = 0;
    } else if (++eventsAtInstant > eventsPerInstantMax) {
      return fault("standstill", `time stands at ${at(nowMs)} for ${eventsPerInstantMax} events`);
    }
    heap.pop();
    events++;
    event.fire();
    return undefined;
  }

  function drive<T>(main: () => Promise<T>, untilMs: number): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let end: (() => void) | undefined;
      main().then((value) => {
        end = () => {
          const leak = heap.items().some((event) => event.awaitedAs !== undefined) ||
            waiting.size > 0 || holding.size > 0;
          if (leak) reject(fault("leaked", `main ended at ${at(nowMs)} and left awaits behind`));
          else resolve(value);
        };
      }, (reason) => {
        end = () => reject(reason);
      });
      let heldSinceMs: number | undefined;
      let confirmed = false;
      const step = () => {
        if (end !== undefined) return end();
        if (holding.size > 0) {
          heldSinceMs ??= performance.now();
          if (performance.now() - heldSinceMs > holdMsMax) {
            return reject(fault("held", `time is held at ${at(nowMs)} for over ${holdMsMax} ms`));
          }
          setImmediate(step);
          return;
        }
        heldSinceMs = undefined;
        // One turn of the event loop more before giving up: a release may be on its way.
        if (heap.size === 0 && !confirmed) {
          confirmed = true;
          setImmediate(step);
          return;
        }
        confirmed = false;
        try {
          const stop = advance(untilMs);
          if (stop !== undefined) return reject(stop);
        } catch (error) {
          return reject(error);
        }
        settle(step);
      };
      settle(step);
    });
  }

  return {
    now: () => nowMs,
    sleep: (ms, signal) => sleep("sleep", ms, signal),
    named: (name) => ({ now: () => nowMs, sleep: (ms, signal) => sleep(name, ms, signal) }),
    scheduleAt: (dueMs, callback, awaitedAs) => {
      const event = push(Math.max(dueMs, nowMs), callback, awaitedAs);
      return () => heap.remove(event);
    },
    hold: (name) => register(holding, name),
    wait: (name) => register(waiting, name),
    run: async (main, { untilMs = Infinity } = {}) => {
      if (running) throw new Error("Cannot run on virtual time: a run of this clock is under way");
      running = true;
      try {
        return await drive(async () => await main(), untilMs);
      } finally {
        running = false;
      }
    },
    waits,
    get events() {
      return events;
    },
  };
}

function pushAbortable(
  heap: DueHeap<ClockEvent>,
  signal: AbortSignal,
  reject: (reason: unknown) => void,
  push: (fire: () => void) => ClockEvent,
  resolve: () => void,
): void {
  const event = push(() => {
    signal.removeEventListener("abort", onAbort);
    resolve();
  });
  const onAbort = () => {
    if (heap.remove(event)) reject(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
}

function* sleepers(heap: DueHeap<ClockEvent>): Iterable<string> {
  const byDue = heap.items()
    .filter((event) => event.awaitedAs !== undefined)
    .toSorted((a, b) => a.dueMs - b.dueMs || a.sequence - b.sequence);
  for (const { awaitedAs, dueMs } of byDue) yield `${awaitedAs} (until ${at(dueMs)})`;
}

function register(set: Set<{ name: string }>, name: string): () => void {
  const entry = { name };
  set.add(entry);
  return () => {
    set.delete(entry);
  };
}

function at(ms: number): string {
  return ms === Infinity ? "no time" : new Date(ms).toISOString();
}
