/**
 * The flash sale of `bench sim` on the `sim` target, as a process of its own: `ORDERS SLOTS PAYMENT_MS
 * RATE_PER_S`. The services' own code, with requests, ledger, checks and every CSV file. Prints one JSON
 * line.
 *
 * @module
 */
import { processMemory } from "../process_memory.ts";
import type { Experiment } from "../../experiments/catalog/definition.ts";
import { phase5 } from "../../experiments/catalog/phase5.ts";
import { silentProgress } from "../../experiments/run/progress.ts";
import { runExperiment } from "../../experiments/run/run_experiment.ts";
import { simTarget } from "../../infra/sim/sim_target.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";

const [orders = 0, slots = 0, paymentMs = 0, ratePerS = 0] = Deno.args.map(Number);
const experiment = phase5 as unknown as Experiment;
const settings = {
  ...experiment.sizes.quick,
  trials: `${slots}x${slots}`,
  payment_ms: paymentMs,
  rate_per_s: ratePerS,
  load_s: orders / ratePerS,
};
const parent = await Deno.makeTempDir();
const fromMs = performance.now();
const { state, rows, faults } = await runExperiment(
  {
    experiment,
    size: "quick",
    settings,
    plan: experiment.plan(settings),
    repetitions: 1,
    seed: 1,
  },
  {
    targetName: "sim",
    startTarget: () => Promise.resolve(simTarget()),
    clock: createSystemClock(),
    progress: silentProgress,
    parent,
    signal: new AbortController().signal,
  },
);
const seconds = (performance.now() - fromMs) / 1000;
await Deno.remove(parent, { recursive: true });
if (state !== "completed") {
  console.error(faults.join("\n"));
  Deno.exit(1);
}
const rss_bytes = await peakRssBytes();
console.log(JSON.stringify({ orders: rows[0]!.completed, seconds, rss_bytes }));

/** By a shell: Deno lets nobody read /proc without every permission. */
async function peakRssBytes(): Promise<number> {
  const [own] = await processMemory([Deno.pid]);
  if (own === undefined) {
    throw new Error("Cannot tell the peak memory: the system names no process");
  }
  return own.peakBytes;
}
