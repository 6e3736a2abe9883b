/**
 * Whether runs may be drawn or compared as one series.
 *
 * @module
 */
import type { Manifest } from "../../experiments/run/manifest.ts";

const ALIKE = ["size", "time_factor", "target"] as const;

/**
 * Refuses runs that differ in size, time factor or target: their figures would not be of one kind.
 *
 * @throws {RangeError} naming everything that differs, with the runs' values.
 * @example
 * ```ts
 * import { onlyOneSeries } from "./one_series.ts";
 * import assert from "node:assert/strict";
 *
 * const quick = { id: "a", manifest: { size: "quick", time_factor: 30, target: "sim" } } as const;
 * const original = { id: "b", manifest: { ...quick.manifest, size: "original", time_factor: 1 } } as const;
 * onlyOneSeries([quick, quick]);
 * assert.throws(() => onlyOneSeries([quick, original]), /one size, got quick of a, original of b/);
 * ```
 */
export function onlyOneSeries(
  runs: readonly {
    readonly id: string;
    readonly manifest: Pick<Manifest, typeof ALIKE[number]>;
  }[],
): void {
  const faults = ALIKE.filter((field) =>
    new Set(runs.map(({ manifest }) => manifest[field])).size > 1
  ).map((field) =>
    `one ${field}, got ${runs.map(({ id, manifest }) => `${manifest[field]} of ${id}`).join(", ")}`
  );
  if (faults.length === 0) return;
  throw new RangeError(`Cannot make one series of runs: they must have ${faults.join("; ")}`);
}
