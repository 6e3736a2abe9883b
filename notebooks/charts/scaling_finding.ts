/**
 * What a chart of scaling finds.
 *
 * @module
 */
import { percentText } from "../../experiments/run/format.ts";
import type { Interval } from "../analysis/figure.ts";
import { telling } from "./seen.ts";
import { allText, distance, listed, sentence, withinText } from "./words.ts";

/** One trial's throughput. */
export interface ScalingRow {
  /** Loops of one worker. */
  loops: number;
  /** Payment slots of one worker. */
  slots: number;
  /** While all could be busy, orders/s. */
  ratePerS: number;
  interval?: Interval;
  /** Of one of the runs; may be left out where they have but one. */
  target?: string;
}

/** A trial with its target and its ceiling, orders/s. */
export type ScaledTrial = ScalingRow & { target: string; ceiling: number };

/** Two rates within this are alike, and a rate within this of its ceiling reaches it. */
const ALIKE = 0.05;

/** `20 loops, 5 slots`. */
export function nameOf({ loops, slots }: ScalingRow): string {
  const own = `${loops} loop${loops === 1 ? "" : "s"}`;
  return loops === slots ? own : `${own}, ${slots} slot${slots === 1 ? "" : "s"}`;
}

/** The finding, of what was measured where anything was. */
export function findingOf(all: readonly ScaledTrial[]): string {
  const rows = telling(all);
  const off = ({ ratePerS, ceiling }: ScaledTrial) => distance(ratePerS / ceiling);
  const reached = rows.filter((row) => off(row) <= ALIKE);
  const worst = rows.reduce((most, row) => off(row) > off(most) ? row : most);
  if (reached.length < rows.length) {
    const ratio = worst.ratePerS / worst.ceiling;
    return `${reached.length} of ${rows.length} trials reach the ceiling of min(loops, slots); ` +
      `${nameOf(worst)}: ${percentText(Math.abs(ratio - 1))} ${ratio > 1 ? "above" : "below"} it`;
  }
  return sentence(
    twins(rows) ??
      `throughput is set by min(loops, slots): within ${
        withinText(worst.ratePerS / worst.ceiling)
      } of it in ${allText(rows.length, "trial")}`,
  );
}

/** `20 and 100 loops behind 5 slots pay like 5`, if the rows of one target say so. */
function twins(rows: readonly ScaledTrial[]): string | undefined {
  const capped = rows.filter(({ loops, slots }) => loops > slots);
  const slots = capped[0]?.slots;
  const alike = capped.filter((row) => row.slots === slots);
  const holds = alike.every((row) => {
    const own = rows.find(({ loops, slots, target }) =>
      target === row.target && loops === row.slots && slots === row.slots
    );
    return own !== undefined && distance(row.ratePerS / own.ratePerS) <= ALIKE;
  });
  if (slots === undefined || !holds) return undefined;
  const loops = [...new Set(alike.map((row) => row.loops))].sort((a, b) => a - b).map(String);
  return `${listed(loops)} loops behind ${slots} slots pay orders no faster than ${slots} loops`;
}
