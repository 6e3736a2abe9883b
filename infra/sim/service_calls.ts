/**
 * What may befall a call of a simulated service on its way: latency and injected faults.
 *
 * @module
 */
import type { Clock } from "../../services/orders/ports.ts";

/** A fault of a whole call. */
export interface CallFault {
  /** AWS error code, or the name of a transport fault. */
  code: string;
  message: string;
  /** Whether the same call may succeed later. */
  retryable: boolean;
  /** The call did what it was asked, and only its answer was lost; false when absent. */
  applied?: boolean;
  /** On a publish: the caller cannot know whether the call was carried out; false when absent. */
  ambiguous?: boolean;
}

/** A fault of one entry of a batch, which is then left undone. */
export interface EntryFault {
  code: string;
  message: string;
  retryable: boolean;
}

/**
 * Which calls fail. Asked in the order of the calls, so that a seeded policy gives the same faults on
 * every run; a policy that answers by time has to be asked nothing twice.
 */
export interface FaultPolicy<Operation extends string> {
  /** Asked once a call, when it reaches the service. */
  call?(operation: Operation, nowMs: number): CallFault | undefined;
  /** Asked once an entry of a batch that has not failed as a whole. */
  entry?(operation: Operation, nowMs: number, index: number): EntryFault | undefined;
}

/** Milliseconds that one call is under way, half there and half back; >= 0. */
export type CallLatency<Operation extends string> = (operation: Operation) => number;

/** SQS's code for throttling. Source: SQS API reference, common errors. */
export const THROTTLED: Readonly<CallFault> = {
  code: "RequestThrottled",
  message: "The request was denied due to request throttling.",
  retryable: true,
};

/** A connection that broke after the request was sent; whether it was carried out, `applied` says. */
export function connectionReset(applied: boolean): CallFault {
  return {
    code: "ECONNRESET",
    message: "read ECONNRESET",
    retryable: true,
    applied,
    ambiguous: true,
  };
}

/** A connection that was refused: nothing was sent. */
export const CONNECTION_REFUSED: Readonly<CallFault> = {
  code: "ECONNREFUSED",
  message: "connect ECONNREFUSED",
  retryable: true,
};

/** What befalls the calls of one service. */
export interface ServiceConditions<Operation extends string> {
  latencyMs?: CallLatency<Operation> | undefined;
  faults?: FaultPolicy<Operation> | undefined;
}

/** One call of a service. */
export interface ServiceCall<Operation extends string, T> {
  operation: Operation;
  /** The caller's time. */
  wire: Clock;
  /** Why the service refuses the call, asked when it arrives. */
  refuse(): CallFault | undefined;
  /** Carries it out. */
  act(): T | Promise<T>;
  signal?: AbortSignal | undefined;
}

/** How a call ended for its caller. */
export type CallResult<T> = { ok: true; answer: T } | { ok: false; fault: CallFault };

/**
 * Makes one call: half the latency there, the service's part, half the latency back.
 *
 * The way back takes a turn of the clock also where it takes no time: a caller who asks again and again
 * would otherwise never let the clock have its turn.
 *
 * @throws the signal's reason when it aborts on the way; what `act` throws.
 */
export async function makeCall<Operation extends string, T>(
  conditions: ServiceConditions<Operation>,
  { operation, wire, refuse, act, signal }: ServiceCall<Operation, T>,
): Promise<CallResult<T>> {
  signal?.throwIfAborted();
  const halfMs = (conditions.latencyMs?.(operation) ?? 0) / 2;
  if (halfMs > 0) await wire.sleep(halfMs, signal);
  const fault = refuse() ?? conditions.faults?.call?.(operation, wire.now());
  if (fault !== undefined && !fault.applied) {
    await wire.sleep(halfMs, signal);
    return { ok: false, fault };
  }
  const answer = await act();
  await wire.sleep(halfMs, signal);
  return fault === undefined ? { ok: true, answer } : { ok: false, fault };
}
