/**
 * Makes a world that fails smaller, as long as it fails in the same way.
 *
 * @module
 */
import type { World } from "./world.ts";

/** What is left of a world, and what it violates. */
export interface Shrunk {
  world: World;
  violations: string[];
}

/** Values that say nothing: a field that has its own may be left out of account. */
const PLAIN: Partial<World> = {
  path: "queue",
  clientTimeoutMs: 60_000,
  workers: 1,
  concurrency: 1,
  paymentSlots: 1,
  paymentMs: 100,
  paymentSpread: 1,
  prefetch: "ahead",
  leasesMax: 120_000,
  latencyMs: 1,
  onDisconnect: "cancel",
  restartMs: 1000,
  shots: [],
  duplicateProbability: 0,
  duplicateDelayMs: 0,
  skewMs: 0,
  faultProbability: 0,
};

/**
 * Tries one simpler world after the other, and goes on from each that still fails.
 *
 * @param run returns what a world violates, each as `kind: detail`.
 * @param runsMax when to be content.
 */
export async function shrink(
  { world, violations }: Shrunk,
  run: (world: World) => Promise<string[]>,
  runsMax = 300,
): Promise<Shrunk> {
  const kinds = new Set(violations.map(kindOf));
  let smallest: Shrunk = { world, violations };
  let runs = 0;
  for (let better = true; better;) {
    better = false;
    for (const candidate of simpler(smallest.world)) {
      if (++runs > runsMax) return smallest;
      const found = await run(candidate);
      if (!found.some((violation) => kinds.has(kindOf(violation)))) continue;
      smallest = { world: candidate, violations: found };
      better = true;
      break;
    }
  }
  return smallest;
}

function kindOf(violation: string): string {
  return violation.split(":")[0]!;
}

/** Worlds with one thing less, the boldest first. */
function* simpler(world: World): Generator<World> {
  for (const orders of [1, Math.floor(world.orders / 2), world.orders - 1]) {
    if (orders >= 1 && orders < world.orders) yield { ...world, orders };
  }
  for (const name of Object.keys(PLAIN) as (keyof World)[]) {
    if (JSON.stringify(world[name]) !== JSON.stringify(PLAIN[name])) {
      yield { ...world, [name]: PLAIN[name] };
    }
  }
  for (const [index] of world.shots.entries()) {
    yield { ...world, shots: world.shots.filter((_, other) => other !== index) };
  }
}
