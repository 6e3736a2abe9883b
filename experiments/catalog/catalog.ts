/**
 * The catalog: every experiment there is. A new one is one new file and one line here.
 *
 * @module
 */
import type { Experiment } from "./definition.ts";
import { faults } from "./faults.ts";
import { phase1 } from "./phase1.ts";
import { phase2 } from "./phase2.ts";
import { phase3 } from "./phase3.ts";
import { phase4 } from "./phase4.ts";
import { phase5 } from "./phase5.ts";
import { phase5Workers } from "./phase5_workers.ts";
import { prefetch } from "./prefetch.ts";
import { ramp } from "./ramp.ts";
import { soak } from "./soak.ts";
import { spike } from "./spike.ts";

/** All experiments, in the order that `deno task experiment` lists them. */
export const catalog: readonly Experiment[] = [
  phase1,
  phase2,
  phase3,
  phase4,
  phase5,
  phase5Workers,
  prefetch,
  spike,
  ramp,
  soak,
  faults,
];
