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
import { createTimeline } from "./timeline.ts";
import { runOnTimeline } from "./virtual_run.ts";
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
  /** Takes back every sleep under `name`, none of which ends any more: the sleeper is no longer there. */
  forget(name: string): void;
  /**
   * Calls `callback` at `dueMs`; when that has passed, at the next event, but not before its caller goes
   * on.
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

const START_AT_MS = Date.UTC(2026, 0, 1);

/**
 * A virtual clock, standing at `startAtMs` until a run drives it.
 *
 * @throws {RangeError} naming every setting that is out of range.
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
  checkOptions({ startAtMs, eventsPerInstantMax, holdMsMax });
  const timeline = createTimeline(startAtMs, eventsPerInstantMax);
  const holds = createRegister();
  const waiting = createRegister();
  let running = false;

  const now = () => timeline.nowMs;
  const named = (name: string): Clock => ({
    now,
    sleep: (ms, signal) => timeline.sleep(name, ms, signal),
  });
  const waits = (): Waits => ({
    sleeping: countNames(
      timeline.awaited().map(({ name, untilMs }) => `${name} (until ${iso(untilMs)})`),
    ),
    waiting: countNames(waiting.names()),
    held: countNames(holds.names()),
  });

  function fault(kind: VirtualRunFault, untilMs: number): VirtualRunError {
    const at = iso(now());
    const reason = {
      stalled: `nothing can move at ${at}, and main is unresolved`,
      bound: `main is unresolved at the bound of ${iso(untilMs)}`,
      standstill: `time stands at ${at} after ${eventsPerInstantMax} events`,
      held: `time is held at ${at} for over ${holdMsMax} ms`,
      leaked: `main ended at ${at} and left awaits behind`,
    }[kind];
    return new VirtualRunError(kind, now(), waits(), reason);
  }

  return {
    ...named("sleep"),
    named,
    forget: timeline.forget,
    scheduleAt: timeline.scheduleAt,
    hold: holds.add,
    wait: waiting.add,
    run: async (main, { untilMs = Infinity } = {}) => {
      if (running) throw new Error("Cannot run on virtual time: a run of this clock is under way");
      running = true;
      const deps = {
        timeline,
        isHeld: () => holds.size > 0,
        isAwaited: () => timeline.isAwaited() || holds.size > 0 || waiting.size > 0,
        fault: (kind: VirtualRunFault) => fault(kind, untilMs),
        holdMsMax,
      };
      try {
        return await runOnTimeline(async () => await main(), deps, untilMs);
      } finally {
        running = false;
      }
    },
    waits,
    get events() {
      return timeline.fired;
    },
  };
}

/** Names of those who have begun something and not ended it. */
function createRegister() {
  const entries = new Set<{ name: string }>();
  return {
    get size() {
      return entries.size;
    },
    names: () => [...entries].map(({ name }) => name),
    add: (name: string) => {
      const entry = { name };
      entries.add(entry);
      return () => {
        entries.delete(entry);
      };
    },
  };
}

function checkOptions(options: Required<VirtualClockOptions>): void {
  const { startAtMs, eventsPerInstantMax, holdMsMax } = options;
  const faults: string[] = [];
  if (!(Math.abs(startAtMs) <= DATE_MS_MAX)) {
    faults.push(`startAtMs must be a time that a Date can hold, got ${startAtMs}`);
  }
  if (!(eventsPerInstantMax >= 1)) {
    faults.push(`eventsPerInstantMax must be >= 1, got ${eventsPerInstantMax}`);
  }
  if (!(holdMsMax >= 0)) faults.push(`holdMsMax must be >= 0, got ${holdMsMax}`);
  if (faults.length > 0) throw new RangeError(`Cannot create clock: ${faults.join("; ")}`);
}

/** Source: ECMA-262, time values and time range. */
const DATE_MS_MAX = 8.64e15;

function iso(ms: number): string {
  return Math.abs(ms) <= DATE_MS_MAX ? new Date(ms).toISOString() : `${ms} ms`;
}
