import { clearImmediate, setImmediate } from "node:timers";
import type { Clock } from "../orders/ports.ts";

/** The two clocks of a machine. */
export interface ClockSources {
  /** Epoch milliseconds; may step either way. */
  wallMs(): number;
  /** Milliseconds of a clock that only runs forward. */
  monotonicMs(): number;
}

/** Source: adjtime(3) and NTP slew a clock by at most 500 ppm. */
const SLEW_MS_PER_MS = 0.0005;
/** The wall clock is read in whole milliseconds: less than this is no difference. */
const TOLERANCE_MS = 1;
/** The wall clock is compared this often. */
const COMPARISON_PERIOD_MS = 1000;
/** A longer lead of the wall clock is a step (the machine slept), and is taken at once. */
const STEP_MS = 1000;

const systemSources: ClockSources = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.timeOrigin + performance.now(),
};

/**
 * The machine's time: the monotonic clock, anchored to the wall clock when the process starts and
 * compared with it each second.
 *
 * Where they differ by more than 1 ms the time is slewed by at most 0.5 ms a second, so that a duration
 * is off by no more than 0.05 %; a wall clock more than a second ahead is a step and is taken at once.
 * It never runs backwards. Two processes of one machine agree within about 2 ms.
 */
export function createSystemClock(sources: ClockSources = systemSources): Clock {
  let anchorMs = sources.monotonicMs();
  const leadMs = sources.wallMs() + 0.5 - anchorMs;
  let timeMs = Math.abs(leadMs) <= TOLERANCE_MS ? anchorMs : anchorMs + leadMs;
  // How far the time is to be slewed from the last comparison on.
  let slewMs = 0;
  const now = () => {
    const sinceMs = sources.monotonicMs() - anchorMs;
    const reachMs = sinceMs * SLEW_MS_PER_MS;
    const nowMs = timeMs + sinceMs + Math.max(-reachMs, Math.min(reachMs, slewMs));
    if (sinceMs < COMPARISON_PERIOD_MS) return nowMs;
    // Half a millisecond makes up for the wall clock's being cut to whole ones.
    const aheadMs = sources.wallMs() + 0.5 - nowMs;
    anchorMs += sinceMs;
    timeMs = aheadMs > STEP_MS ? nowMs + aheadMs : nowMs;
    slewMs = aheadMs > STEP_MS || Math.abs(aheadMs) <= TOLERANCE_MS ? 0 : aheadMs;
    return timeMs;
  };
  return { now, sleep };
}

/**
 * A timer asked for n ms fires after n + 0.1 to n + 1.5 (measured, Deno 2.9), and none in less than one.
 * Asking for one less, and passing what may then be left (half a millisecond in every third sleep or so)
 * by turns of the event loop, is off by 0.3 ms instead of 1.4, and never early.
 */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const dueMs = performance.now() + ms;
    let cancel = armTimer(ms);
    function armTimer(leftMs: number): () => void {
      const asked = Math.max(1, Math.floor(leftMs) - 1);
      const timer = setTimeout(wake, Math.min(asked, TIMER_MS_MAX));
      return () => clearTimeout(timer);
    }
    function wake() {
      const leftMs = dueMs - performance.now();
      if (leftMs > 1) cancel = armTimer(leftMs);
      else if (leftMs > 0) {
        const turn = setImmediate(wake);
        cancel = () => clearImmediate(turn);
      } else {
        signal?.removeEventListener("abort", abort);
        resolve();
      }
    }
    function abort() {
      cancel();
      reject(signal?.reason);
    }
    signal?.addEventListener("abort", abort, { once: true });
  });
}

/** Source: timers of the web platform are 32-bit signed milliseconds. */
const TIMER_MS_MAX = 2_147_483_647;
