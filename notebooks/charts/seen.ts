/**
 * Measured or simulated: how each looks, and what may stand in one chart.
 *
 * @module
 */
import type { RunFacts } from "./caption.ts";
import { type Layer, type Point, points } from "./layers.ts";
import { listed } from "./words.ts";

/** Whether data of a target were measured on real processes or simulated. */
export function seenAs(target: string): "measured" | "simulated" {
  return target === "sim" ? "simulated" : "measured";
}

/** A line of measurements is solid, one of a simulation dashed. */
export function dashOf(target: string): { dash?: readonly [number, number] } {
  return seenAs(target) === "simulated" ? { dash: [6, 3] } : {};
}

/** A mark of a measurement is filled, one of a simulation hollow. */
export function lookOf(target: string): "filled" | "hollow" {
  return seenAs(target) === "simulated" ? "hollow" : "filled";
}

/** `measured`, `simulated`, or `measured and simulated`: what a chart's rows are. */
export function allSeenAs(rows: readonly { target: string }[]): string {
  return listed([...new Set(rows.map(({ target }) => seenAs(target)))].sort());
}

/** The rows that a finding is taken from: those that were measured, if any was; else all. */
export function telling<T extends { target: string }>(rows: readonly T[]): readonly T[] {
  const measured = rows.filter(({ target }) => seenAs(target) === "measured");
  return measured.length > 0 ? measured : rows;
}

/** Points of measurements and of simulations, these larger: where both fall together both are seen. */
export function seenPoints(
  rows: readonly (Point & { target: string })[],
  colour: string,
): Layer[] {
  return [...Map.groupBy(rows, ({ target }) => seenAs(target))]
    .sort(([one], [other]) => other.localeCompare(one))
    .map(([seen, those]) =>
      points(seen, those, {
        colour,
        look: lookOf(those[0]!.target),
        size: seen === "simulated" ? 110 : 60,
      })
    );
}

/** `, simulated` where a chart's runs have several targets and this one is simulated. */
export function apart(target: string, runs: readonly RunFacts[]): string {
  const mixed = runs.some((run) => seenAs(run.target) !== seenAs(target));
  return mixed ? `, ${seenAs(target)}` : "";
}

/**
 * Holds that all runs of a chart have one size and one time factor.
 *
 * @throws {RangeError} naming the runs, if they differ or there are none.
 */
export function requireOneSize(chart: string, runs: readonly RunFacts[]): void {
  const sizes = Map.groupBy(runs, ({ size, time_factor }) => `${size} × ${time_factor}`);
  if (sizes.size === 1) return;
  const got = [...sizes].map(([size, those]) =>
    `${size} (${those.map(({ run_id }) => run_id).join(", ")})`
  );
  throw new RangeError(
    `Cannot draw ${chart}: its runs must have one size and one time factor, got ${
      got.join(" and ") || "no run"
    }`,
  );
}

/**
 * The target of a series: its own, or that of all runs.
 *
 * @throws {RangeError} if it has none and the runs have several, or if it is that of no run.
 */
export function targetOf(
  chart: string,
  series: { target?: string },
  runs: readonly RunFacts[],
): string {
  const targets = [...new Set(runs.map(({ target }) => target))];
  const target = series.target ?? (targets.length === 1 ? targets[0] : undefined);
  if (target !== undefined && targets.includes(target)) return target;
  throw new RangeError(
    `Cannot draw ${chart}: each series must name the target of one of its runs (${
      targets.join(", ") || "none"
    }), got ${series.target ?? "none"}`,
  );
}
