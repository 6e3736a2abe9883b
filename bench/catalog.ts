/** The benches, in the order they are listed. */
import { analysisBench } from "./analysis.ts";
import { cloudBench } from "./cloud.ts";
import type { Bench } from "./definition.ts";
import { apiBench } from "./api.ts";
import { loadBench } from "./load.ts";
import { memoryBench } from "./memory.ts";
import { simBench } from "./sim.ts";
import { workerBench } from "./worker.ts";

/** All benches. */
export const benches: readonly Bench[] = [
  workerBench,
  apiBench,
  memoryBench,
  loadBench,
  cloudBench,
  simBench,
  analysisBench,
];
