/**
 * Arrival times from a CSV file: a recorded load, or the `requests.csv` of an earlier run.
 *
 * @module
 */
import { type NumbersWanted, parseNumbers, readNumbers } from "./csv_numbers.ts";

const wanted = (file: string): NumbersWanted => ({
  action: "replay",
  file,
  columns: ["at_ms", "scheduled_at_ms"],
  fault: (ms, beforeMs = 0) =>
    ms >= beforeMs ? undefined : `must be >= the time before it (${beforeMs}), got ${ms}`,
});

/**
 * Reads arrival times from CSV text with a header, milliseconds, finite, >= 0, ascending. They are in
 * column `at_ms`, counted from the load's start, or else in `scheduled_at_ms`, counted from a run's
 * start and shifted so that the first is 0.
 *
 * @param file named in errors.
 * @throws {Error} naming file and line of every fault, the first ten.
 * @example
 * ```ts
 * import { parseReplay } from "./replay.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(parseReplay("at_ms\n100\n130.5\n", "load.csv"), [100, 130.5]);
 * assert.throws(() => parseReplay("at_ms\n5\n3\n", "load.csv"), {
 *   message: "Cannot replay: load.csv:3: at_ms must be >= the time before it (5), got 3",
 * });
 * ```
 */
export function parseReplay(text: string, file: string): number[] {
  return timesOf(parseNumbers(text, wanted(file)));
}

/** Reads a file by {@linkcode parseReplay}. */
export function readReplay(file: string): number[] {
  return timesOf(readNumbers(wanted(file)));
}

function timesOf({ column, numbers }: { column: string; numbers: number[] }): number[] {
  const firstMs = column === "at_ms" ? 0 : numbers[0]!;
  return numbers.map((ms) => ms - firstMs);
}
