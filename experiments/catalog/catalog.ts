/**
 * The catalog: every experiment there is. A new one is one new file and one line here.
 *
 * @module
 */
import type { Experiment } from "./definition.ts";
import { phase3 } from "./phase3.ts";
import { phase5 } from "./phase5.ts";

/** All experiments, in the order that `deno task experiment` lists them. */
export const catalog: readonly Experiment[] = [
  phase3,
  phase5,
];
