/**
 * What a chart says of where its data come from.
 *
 * @module
 */
import type { Manifest } from "../../experiments/run/manifest.ts";
import { countText } from "../../experiments/run/format.ts";
import { seenAs } from "./seen.ts";

/** What is told of a run; a manifest will do. */
export type RunFacts =
  & Pick<Manifest, "run_id" | "target" | "size" | "time_factor" | "repetitions">
  & Partial<Pick<Manifest, "state">>;

/**
 * The caption: target, size, time factor, repetitions and id of each run, then what else there is to say.
 *
 * @example
 * ```ts
 * import { captionOf } from "./caption.ts";
 * import assert from "node:assert/strict";
 *
 * const run = { run_id: "r1", target: "sim", size: "quick", time_factor: 30, repetitions: 1 } as const;
 * assert.equal(
 *   captionOf([run]),
 *   "Simulated (sim), quick size, 30 × faster than the original, 1 repetition. Run r1.",
 * );
 * ```
 */
export function captionOf(runs: readonly RunFacts[], notes: readonly string[] = []): string {
  const told = [...Map.groupBy(runs, factsText)].map(([facts, alike]) => {
    const ids = alike.map(({ run_id, state }) =>
      state === undefined || state === "completed" ? run_id : `${run_id} (${state})`
    );
    return `${facts}. Run${ids.length === 1 ? "" : "s"} ${[...new Set(ids)].join(", ")}.`;
  });
  return [...told, ...notes.map((note) => `${note}.`)].join(" ");
}

/** The note of a chart that draws one repetition of several. */
export function drawnNote(runs: readonly RunFacts[]): string[] {
  return runs.some(({ repetitions }) => repetitions > 1)
    ? ["Drawn is the repetition with the middle drain"]
    : [];
}

function factsText({ target, size, time_factor, repetitions }: RunFacts): string {
  const seen = seenAs(target);
  const speed = time_factor === 1
    ? "at the original's speed"
    : `${countText(time_factor)} × faster than the original`;
  const repeated = `${countText(repetitions)} repetition${repetitions === 1 ? "" : "s"}`;
  return `${seen[0]!.toUpperCase()}${
    seen.slice(1)
  } (${target}), ${size} size, ${speed}, ${repeated}`;
}
