/**
 * A run on virtual time that cannot go on, and who was waiting for what.
 *
 * @module
 */

/**
 * Why a run cannot go on.
 *
 * - `stalled`: the main promise is unresolved, and nothing sleeps or is held.
 * - `bound`: the next event lies beyond the run's bound.
 * - `standstill`: too many events at one instant; time would never move.
 * - `held`: a hold was not released within the limit.
 * - `leaked`: the main promise is resolved, but somebody still sleeps, waits or holds.
 */
export type VirtualRunFault = "stalled" | "bound" | "standstill" | "held" | "leaked";

/** Who waits when a run ends in a fault: by kind, each as `name` or `name × n`. */
export interface Waits {
  sleeping: string[];
  waiting: string[];
  held: string[];
}

/** A run on virtual time that cannot go on. */
export class VirtualRunError extends Error {
  override name = "VirtualRunError";
  constructor(
    readonly fault: VirtualRunFault,
    /** Virtual time of the fault, epoch milliseconds. */
    readonly atMs: number,
    readonly waits: Waits,
    reason: string,
  ) {
    super(`Cannot run on virtual time: ${reason}; ${inWords(waits)}`);
  }
}

/** Equal names counted, in the order of first appearance. */
export function countNames(names: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => count === 1 ? name : `${name} × ${count}`);
}

/** Most names of one kind in a message; a larger world would hide the reason. */
const NAMES_MAX = 20;

function inWords(waits: Waits): string {
  return (["sleeping", "waiting", "held"] as const)
    .map((kind) => `${kind}: ${listed(waits[kind])}`)
    .join("; ");
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const more = names.length > NAMES_MAX ? `, and ${names.length - NAMES_MAX} more` : "";
  return names.slice(0, NAMES_MAX).join(", ") + more;
}
