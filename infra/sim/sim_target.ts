/**
 * The `sim` target: every trial in a world of its own, on its own virtual clock, made of the services'
 * code and memory.
 *
 * @module
 */
import type { TrialPlan } from "../../experiments/catalog/definition.ts";
import { durationMsOf } from "../../experiments/load/arrivals.ts";
import { GRACE_MS_DEFAULT } from "../../experiments/load/load_plan.ts";
import type { Evidence } from "../../experiments/run/evidence.ts";
import type {
  Session,
  SessionRun,
  StartedTarget,
  TrialSetup,
} from "../../experiments/run/ports.ts";
import type { Job } from "../../experiments/run/schedule.ts";
import { originalTopology, withSuffix } from "../topology.ts";
import { nameSuffix } from "../local/host_environment.ts";
import { REGION_MODELS, type SimModels, withStated } from "./models/models.ts";
import { paymentDraw } from "./models/payment_models.ts";
import { sampleQueueMetrics } from "./models/queue_metrics.ts";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createSimRecord } from "./sim_evidence.ts";
import { type SimTrial, startSimTrial } from "./sim_trial.ts";
import { createVirtualClock } from "./virtual_clock.ts";

/** See {@linkcode simTarget}. */
export interface SimTargetOptions {
  /** Default: a region of AWS, as published. What a plan states goes before it. */
  models?: Readonly<SimModels>;
}

/** Start of every world before its phase is drawn: far from today, so that nobody takes it for real. */
const WORLD_START_MS = Date.UTC(2000, 0, 1);

/** How far within a metric period a world may start: CloudWatch's minutes are not ours. */
const PHASE_MS = 60_000;

/** Virtual time beyond all of a trial's own deadlines after which its world is given up. */
const BOUND_MARGIN_S = 86_400;

/** The target; nothing is started before a session is asked for. */
export function simTarget(options: SimTargetOptions = {}): StartedTarget {
  return {
    name: "sim",
    region: "simulated",
    clocks: [{
      hosts: "runner, api, worker",
      source: "one virtual clock a trial, which starts with the trial",
      error_ms: 0,
    }],
    logSettleS: 0,
    failed: new Promise(() => {}),
    teardown: () => Promise.resolve(),
    *sessions(jobs, run) {
      const models = withStated(options.models ?? REGION_MODELS, run.plan.latenciesMs);
      for (const job of jobs) yield worldOf(job, run, withPayments(models, job.plan));
    },
  };
}

function worldOf(job: Job, { seed, plan }: SessionRun, models: SimModels): Session {
  const { trial: name } = job.plan;
  // Of the trial's own, so that a trial run by itself is what it is among others.
  const random = createSeededRandom(seed).fork("world").fork(name).fork(String(job.repetition));
  const startEpochMs = WORLD_START_MS + random.fork("phase").below(PHASE_MS);
  const clock = createVirtualClock({ startAtMs: startEpochMs });
  const record = createSimRecord(startEpochMs);
  let world: { trial: SimTrial; evidence: Evidence } | undefined;
  const started = () => {
    if (world === undefined) throw new Error(`Cannot go on: ${name} must be prepared first`);
    return world;
  };

  function prepare(setup: TrialSetup): SimTrial {
    const topology = {
      ...withSuffix(originalTopology, nameSuffix(name, job.repetition, "sim")),
      visibilityTimeoutS: setup.visibilityTimeoutS,
    };
    const { recorder, log } = record;
    const trial = startSimTrial({ setup, topology, clock, random, models, recorder, log });
    const queues = [trial.queue, trial.deadLetterQueue];
    const metrics = sampleQueueMetrics(clock, queues, plan.metricPeriodS);
    world = { trial, evidence: record.evidence(metrics, queues) };
    return trial;
  }

  return {
    jobs: [job],
    clock,
    startEpochMs,
    target: { prepare: (setup) => Promise.resolve(prepare(setup)) },
    evidence: {
      readRecord: (query) => started().evidence.readRecord(query),
      get metrics() {
        return started().evidence.metrics;
      },
      leftOver: (queueUrl) => started().evidence.leftOver(queueUrl),
    },
    openSender: (_running, _path, timeoutMs) => started().trial.openSender(timeoutMs),
    within: (work) =>
      clock.run(async () => {
        try {
          await work();
        } finally {
          // Whatever failed, nothing may be left running: a clock takes that for a leak.
          await world?.trial.teardown();
        }
      }, { untilMs: startEpochMs + boundS(job.plan) * 1000 }),
    async outside(work) {
      const release = clock.hold(`files of ${name}`);
      try {
        await work();
      } finally {
        release();
      }
    },
  };
}

/** A trial's own payment model goes before that of the target. */
function withPayments(models: SimModels, { paymentModel, paymentMs }: TrialPlan): SimModels {
  if (paymentModel === undefined) return models;
  return { ...models, paymentMs: paymentDraw(paymentModel, paymentMs) };
}

/** Everything that a trial may take, and the margin. */
function boundS({ load, drainDeadlineS, visibilityTimeoutS }: TrialPlan): number {
  const loadS = load.model === "open" ? durationMsOf(load.arrivals) / 1000 : load.durationS;
  const graceS = (load.graceMs ?? GRACE_MS_DEFAULT) / 1000;
  return 2 * drainDeadlineS + loadS + graceS + visibilityTimeoutS + BOUND_MARGIN_S;
}
