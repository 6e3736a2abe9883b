import type { Clock } from "../orders/ports.ts";
import { createUnderWay } from "./under_way.ts";

/** Calls its owner at a time. */
export interface WakeUp {
  /** Asks for a call at `atMs`, epoch milliseconds, unless an earlier one is due. */
  at(atMs: number): void;
  /** Calls off what is due; resolves when nothing sleeps any more. */
  stop(): Promise<void>;
}

/**
 * A wake-up that calls `onWake`. It is never sooner than a millisecond away, so that no rounding of
 * times makes its owner look again and again at the same instant.
 */
export function createWakeUp(clock: Clock, onWake: () => void): WakeUp {
  const stopping = new AbortController();
  const asleep = createUnderWay();
  let nextAtMs = Infinity;
  return {
    at(atMs) {
      if (atMs >= nextAtMs || stopping.signal.aborted) return;
      nextAtMs = atMs;
      const sleep = clock.sleep(Math.max(1, atMs - clock.now()), stopping.signal).then(() => {
        if (nextAtMs === atMs) nextAtMs = Infinity;
        onWake();
      }, () => {});
      asleep.add(sleep);
    },
    async stop() {
      stopping.abort(new Error("nobody is to be woken"));
      await asleep.ended();
    },
  };
}
