/**
 * One trial on virtual time for tests: load, drain, ledger, without a runner around it.
 *
 * @module
 */
import { buildLedger, type Ledger, type OrderRow } from "../../experiments/collect/ledger.ts";
import { createLedgerFacts } from "../../experiments/collect/ledger_facts.ts";
import type { LoadPlan } from "../../experiments/load/load_plan.ts";
import type { RequestRow } from "../../experiments/load/request_row.ts";
import { runLoad } from "../../experiments/load/run_load.ts";
import { watchDrain } from "../../experiments/run/drain.ts";
import type { TrialSetup } from "../../experiments/run/ports.ts";
import { originalTopology } from "../topology.ts";
import { constantMs, type Draw } from "./models/draw.ts";
import type { SimModels } from "./models/models.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { startSimTrial } from "./sim_trial.ts";
import { createVirtualClock } from "./virtual_clock.ts";

/** A world in which nothing but payments takes time. */
export const NO_LATENCY: Readonly<SimModels> = modelsOf(constantMs(0));

/** Models in which every call and every way takes what `latencyMs` draws. */
export function modelsOf(latencyMs: Draw): SimModels {
  return {
    requestMs: latencyMs,
    callMs: {
      "sns.publish": latencyMs,
      "sqs.send-message": latencyMs,
      "sqs.receive-message": latencyMs,
      "sqs.delete-message": latencyMs,
      "sqs.change-message-visibility": latencyMs,
      "sqs.get-queue-attributes": latencyMs,
    },
    deliveryMs: latencyMs,
    duplicateProbability: 0,
  };
}

/** What {@linkcode runTestTrial} runs; what is absent of the setup is the original's. */
export interface TestTrial {
  setup?: Partial<TrialSetup>;
  load: LoadPlan;
  models?: SimModels;
  seed: number;
}

/** Runs the trial to its end. Times in the ledger and the rows count from its start. */
export async function runTestTrial(
  { setup, load, models = NO_LATENCY, seed }: TestTrial,
): Promise<{ rows: readonly RequestRow[]; ledger: Ledger & { rows: readonly OrderRow[] } }> {
  const clock = createVirtualClock({ startAtMs: 0 });
  const random = createSeededRandom(seed);
  const facts = createLedgerFacts(0);
  const whole: TrialSetup = {
    trial: "t",
    repetition: 1,
    path: "queue",
    workers: 1,
    concurrency: 5,
    paymentSlots: 5,
    paymentMs: 3000,
    prefetch: "ahead",
    visibilityTimeoutS: 30,
    onDisconnect: "cancel",
    inFlightMax: 10_000,
    ...setup,
  };
  const topology = { ...originalTopology, visibilityTimeoutS: whole.visibilityTimeoutS };
  return await clock.run(async () => {
    const recorder = { record: facts.add };
    const trial = startSimTrial({
      setup: whole,
      topology,
      clock,
      random: random.fork("world"),
      models,
      recorder,
      log: () => {},
    });
    const sender = trial.openSender();
    const identity = { trial: "t", repetition: 1, path: whole.path, runStartMs: 0 };
    const { rows } = await runLoad(load, identity, { clock, sender, random: random.fork("load") });
    sender.close();
    await trial.stopApi();
    const deadlineS = 86_400;
    const { depth } = trial;
    const watch = { clock, depth, everyMs: 1000, deadlineS, emptyLooks: 2, onProgress: () => {} };
    await watchDrain(watch, new AbortController().signal);
    await trial.teardown();
    const ledger = buildLedger({ trial: "t", repetition: 1, requests: rows, facts });
    return { rows: [...rows], ledger: { ...ledger, rows: [...ledger.rows] } };
  }, { untilMs: 1e10 });
}
