import type { LedgerEvent } from "../../services/orders/ledger_event.ts";
import type { Recorder } from "../../services/orders/ports.ts";

/** A recorder that keeps what it is given. */
export interface MemoryRecorder extends Recorder {
  /** Everything recorded since it was last taken, in the order recorded. */
  readonly events: readonly LedgerEvent[];
  /** The events so far, which are then forgotten: for a run too long to be kept whole. */
  take(): LedgerEvent[];
}

/**
 * An empty recorder.
 *
 * @param onEvent called with each event as well, before `record` returns.
 */
export function createMemoryRecorder(onEvent?: (event: LedgerEvent) => void): MemoryRecorder {
  let events: LedgerEvent[] = [];
  return {
    get events() {
      return events;
    },
    record: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    take: () => {
      const taken = events;
      events = [];
      return taken;
    },
  };
}
