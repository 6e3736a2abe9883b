/**
 * What somebody may have meant who typed a name that does not exist.
 *
 * @module
 */

/**
 * Optimal string alignment distance: the fewest insertions, deletions, replacements and swaps of
 * neighbours that turn `a` into `b`, no part edited twice.
 *
 * Source: https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance#Optimal_string_alignment_distance
 *
 * @example
 * ```ts
 * import { editDistance } from "./suggest.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(editDistance("phase5", "pahse5"), 1);
 * assert.equal(editDistance("local", "lambda"), 5);
 * ```
 */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/**
 * The candidates that `name` is most likely meant to be, best first: those that start with it, and
 * those within one edit per three characters (at least two edits).
 *
 * @param max most names returned, >= 1; default 3.
 * @example
 * ```ts
 * import { nearest } from "./suggest.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(nearest("phse5", ["phase3", "phase5", "lambda"]), ["phase5", "phase3"]);
 * assert.deepEqual(nearest("xyzzy", ["phase3", "phase5"]), []);
 * ```
 */
export function nearest(name: string, candidates: readonly string[], max = 3): string[] {
  const wanted = name.toLowerCase();
  const editsMax = Math.max(2, Math.ceil(wanted.length / 3));
  return candidates
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      const starts = wanted.length >= 2 && lower.startsWith(wanted);
      return { candidate, distance: starts ? 0.5 : editDistance(wanted, lower) };
    })
    .filter(({ candidate, distance }) =>
      distance <= editsMax && distance < Math.max(wanted.length, candidate.length)
    )
    .sort((a, b) => a.distance - b.distance)
    .slice(0, max)
    .map(({ candidate }) => candidate);
}

/**
 * What to type instead of an unknown `name`, in words: the nearest names, or all that exist.
 *
 * @example
 * ```ts
 * import { suggestion } from "./suggest.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(suggestion("locl", ["local", "sim", "aws"]), "did you mean local?");
 * assert.equal(suggestion("mars", ["local", "sim"]), "one of local, sim");
 * ```
 */
export function suggestion(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  if (near.length > 0) return `did you mean ${near.join(" or ")}?`;
  return `one of ${candidates.join(", ")}`;
}
