/**
 * The faults of a world's calls: on in spells, and off for good when the faults stop.
 *
 * @module
 */
import type { SeededRandom } from "../../../services/orders/seeded_random.ts";
import {
  type CallFault,
  CONNECTION_REFUSED,
  connectionReset,
  type EntryFault,
  type FaultPolicy,
  THROTTLED,
} from "../service_calls.ts";
import type { World } from "./world.ts";

const ENTRY_FAULT: Readonly<EntryFault> = {
  code: "InternalError",
  message: "injected",
  retryable: true,
};

/**
 * A policy of throttling, refused and broken connections (carried out or not), and failed entries.
 *
 * @param isOver whether the faults have stopped.
 */
export function callFaults<Operation extends string>(
  { faultProbability, faultOnMs, faultEveryMs }: World,
  random: SeededRandom,
  startMs: number,
  isOver: () => boolean,
): FaultPolicy<Operation> {
  const strikes = (nowMs: number, share: number) =>
    faultProbability > 0 && !isOver() && (nowMs - startMs) % faultEveryMs < faultOnMs &&
    random.next() < faultProbability * share;
  return {
    call(_operation, nowMs): CallFault | undefined {
      if (!strikes(nowMs, 0.7)) return undefined;
      const faults = [THROTTLED, CONNECTION_REFUSED, connectionReset(false), connectionReset(true)];
      return faults[random.below(faults.length)];
    },
    entry: (_operation, nowMs) => strikes(nowMs, 0.5) ? ENTRY_FAULT : undefined,
  };
}
