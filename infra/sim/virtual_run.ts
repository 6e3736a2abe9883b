/**
 * Driving a timeline until a promise settles.
 *
 * @module
 */
import { setImmediate } from "node:timers";
import { createSettle } from "./settle.ts";
import type { Timeline } from "./timeline.ts";
import type { VirtualRunError, VirtualRunFault } from "./virtual_run_error.ts";

/** What a run works on. */
export interface VirtualRunDeps {
  timeline: Pick<Timeline, "advance">;
  /** Whether time is held. */
  isHeld(): boolean;
  /** Whether anybody still sleeps, waits or holds. */
  isAwaited(): boolean;
  fault(kind: VirtualRunFault): VirtualRunError;
  /** Longest real time that holds may last, milliseconds. */
  holdMsMax: number;
}

/**
 * Runs `main`, firing one event after the other, each when all promise work has settled.
 *
 * @returns what `main` returned.
 * @throws what `main` or an event threw; the fault that keeps the run from going on.
 */
export function runOnTimeline<T>(
  main: () => Promise<T>,
  deps: VirtualRunDeps,
  untilMs: number,
): Promise<T> {
  const { timeline, isHeld, isAwaited, fault, holdMsMax } = deps;
  const settle = createSettle();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let end: (() => void) | undefined;
  let heldSinceMs: number | undefined;

  main().then((value) => {
    end = () => isAwaited() ? reject(fault("leaked")) : resolve(value);
  }, (reason) => {
    end = () => reject(reason);
  });

  /** Waits for the outside by turns of the event loop, which no timer of ours can outlive. */
  function stayHeld(): void {
    heldSinceMs ??= performance.now();
    if (performance.now() - heldSinceMs > holdMsMax) reject(fault("held"));
    else setImmediate(step);
  }

  function step(): void {
    if (end !== undefined) return end();
    if (isHeld()) return stayHeld();
    heldSinceMs = undefined;
    try {
      const advance = timeline.advance(untilMs);
      if (advance === "fired") settle(step);
      else reject(fault(FAULTS[advance]));
    } catch (error) {
      reject(error);
    }
  }

  settle(step);
  return promise;
}

const FAULTS = { empty: "stalled", beyond: "bound", standstill: "standstill" } as const;
