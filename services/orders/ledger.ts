import type { LedgerEvent, LedgerEventName, OrderPath } from "./ledger_event.ts";
import type { Clock, Recorder } from "./ports.ts";

/** Whose events they are. */
export interface LedgerIdentity {
  trial: string;
  /** 1 to n. */
  repetition: number;
  path: OrderPath;
  /** `api-<pid>`, `worker-<pid>`. */
  host: string;
}

/** What some events say beyond their name. */
export type LedgerDetail = Pick<LedgerEvent, "payment_ms" | "reason">;

/** Writes ledger events of one host. */
export interface Ledger {
  /**
   * Stamps one event with the clock and writes it out before it returns.
   *
   * @returns the event's `at_ms`.
   */
  record(
    event: LedgerEventName,
    orderId: string,
    attempt: number,
    detail?: Readonly<LedgerDetail>,
  ): number;
  /** As {@linkcode Ledger.record}, written out when it resolves, perhaps together with others. */
  recordTogether(event: LedgerEventName, orderId: string, attempt: number): Promise<number>;
}

/** A ledger writer that stamps with `clock` and writes to `recorder`. Times are kept to a microsecond. */
export function createLedger(
  deps: { clock: Clock; recorder: Recorder },
  identity: Readonly<LedgerIdentity>,
): Ledger {
  const { clock, recorder } = deps;
  const { trial, repetition, path, host } = identity;
  const stamped = (event: LedgerEventName, order_id: string, attempt: number): LedgerEvent => {
    const at_ms = toMicrosecond(clock.now());
    return { event, order_id, trial, repetition, path, host, at_ms, attempt };
  };
  return {
    record(name, orderId, attempt, detail) {
      const event = stamped(name, orderId, attempt);
      recorder.record(detail ? { ...event, ...detail } : event);
      return event.at_ms;
    },
    async recordTogether(name, orderId, attempt) {
      const event = stamped(name, orderId, attempt);
      if (recorder.recordTogether) await recorder.recordTogether(event);
      else recorder.record(event);
      return event.at_ms;
    },
  };
}

/** Milliseconds rounded to 0.001. */
export function toMicrosecond(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
