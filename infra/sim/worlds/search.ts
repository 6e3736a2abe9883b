/**
 * Runs world after world, and tells of those that fail.
 *
 * @module
 */
import { type Mutation, runWorld } from "./run_world.ts";
import { shrink, type Shrunk } from "./shrink.ts";
import { drawWorld } from "./world.ts";

/** A seed whose world fails. */
export interface Failure {
  seed: number;
  violations: string[];
  shrunk: Shrunk;
}

/** What to look through. */
export interface Search {
  from: number;
  /** Number of seeds, >= 1. */
  seeds: number;
  mutation?: Mutation | undefined;
  /** Failures after which to stop. */
  failuresMax: number;
  /** Told after each world. */
  onWorld?: (done: number) => void;
}

/** Runs the worlds of the seeds in order; every failure is shrunk. */
export async function searchWorlds(search: Search): Promise<Failure[]> {
  const { from, seeds, mutation, failuresMax, onWorld = () => {} } = search;
  const failures: Failure[] = [];
  for (let seed = from; seed < from + seeds && failures.length < failuresMax; seed++) {
    const world = drawWorld(seed);
    const violations = await runWorld(world, mutation);
    if (violations.length > 0) {
      const shrunk = await shrink({ world, violations }, (smaller) => runWorld(smaller, mutation));
      failures.push({ seed, violations, shrunk });
    }
    onWorld(seed - from + 1);
  }
  return failures;
}

/** Most characters shown of a violation: one that names all who wait is long. */
const SHOWN_MAX = 300;

/** A failure in lines: what was violated, in which commit, and how to see it again. */
export function failureLines(failure: Failure, commit: string, mutation?: Mutation): string[] {
  const broken = mutation === undefined ? "" : ` --mutation '${mutation}'`;
  const command = `deno task test:sim${broken}`;
  const { world, violations } = failure.shrunk;
  return [
    `seed ${failure.seed} · commit ${commit}`,
    ...failure.violations.map((violation) => `  ${violation.slice(0, SHOWN_MAX)}`),
    `  replay    ${command} --from ${failure.seed} --seeds 1`,
    `  shrunk    ${command} --world '${JSON.stringify(world)}'`,
    ...violations.map((violation) => `            ${violation.slice(0, SHOWN_MAX)}`),
  ];
}
