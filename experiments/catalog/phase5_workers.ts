/**
 * phase5-workers: more worker processes instead of more loops. How many hold the flash sale?
 *
 * @module
 */
import { z } from "zod";
import {
  countedText,
  countText,
  listText,
  percentText,
  secondsText,
  significant,
} from "../run/format.ts";
import { predictedBacklog } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan, TrialPlan } from "./definition.ts";
import { predictedGrowthPerS } from "./phase4.ts";
import {
  byTrial,
  medianRow,
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  rowCeilingPerS,
  rowDrainS,
} from "./queue_trial.ts";
import { listSetting, numberSetting, serviceSettings } from "./settings.ts";

const PAIRS = /^[1-9]\d{0,3}x[1-9]\d{0,3}(,[1-9]\d{0,3}x[1-9]\d{0,3})*$/;
const PAIRS_RULE = "must be pairs of processes x slots, such as 1x5,36x5";

const settings = z.strictObject({
  ...serviceSettings,
  rate_per_s: numberSetting("arrivals per second", { above: 0, maximum: 100_000 }),
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  trials: listSetting("pairs of worker processes x payment slots", PAIRS, PAIRS_RULE),
  sim_trials: listSetting(
    "more of them on the sim target, where a process costs no memory; or none",
    new RegExp(`^none$|${PAIRS.source}`),
    `${PAIRS_RULE}, or none`,
  ),
});

type WorkersSettings = z.infer<typeof settings>;

function planWorkers(s: WorkersSettings): ExperimentPlan {
  const trial = (pair: string): TrialPlan => {
    const [workers, slots] = pair.split("x").map(Number) as [number, number];
    const servers = { workers, concurrency: slots, paymentSlots: slots };
    return queueTrial(s, {
      trial: `processes-${pair}`,
      servers,
      load: {
        model: "open",
        arrivals: { kind: "constant", ratePerS: s.rate_per_s, durationS: s.load_s },
      },
      backlog: predictedBacklog(s.rate_per_s, s.load_s, servers, s.payment_ms),
    });
  };
  const onSim = s.sim_trials === "none" ? [] : s.sim_trials.split(",");
  return planOf(s, [
    ...s.trials.split(",").map(trial),
    ...onSim.map((pair) => ({ ...trial(pair), targets: ["sim"] })),
  ]);
}

/** Pairs that are named twice, whichever of the two settings names them. */
function workersConflicts(s: WorkersSettings, given: ReadonlySet<string>): string[] {
  const own = s.trials.split(",");
  const onSim = s.sim_trials.split(",");
  const twice = onSim.filter((pair) => own.includes(pair));
  if (twice.length === 0) return [];
  const name = given.has("sim_trials") ? "sim_trials" : "trials";
  return [
    `${name} must not repeat what the other of trials and sim_trials names: ${twice.join(", ")}`,
  ];
}

/** Processes of as many slots that arithmetic needs: `⌈rate × payment / slots⌉`. */
export function processesNeeded(ratePerS: number, serviceTimeMs: number, slots: number): number {
  return Math.ceil(ratePerS * serviceTimeMs / 1000 / slots - 1e-9);
}

/**
 * Whether arrivals were held: the backlog grew by at most a fiftieth of them. Where arrivals fall
 * short of a backlog for all slots, there is nothing to grow.
 */
function isHeld({ backlog_growth_per_s: growth, offered_rate_per_s: rate }: SummaryRow): boolean {
  return growth !== undefined && rate !== undefined && growth <= rate / 50;
}

function answerWorkers(rows: readonly SummaryRow[]): string {
  const done = [...byTrial(rows).values()].flatMap((row) =>
    medianRow(row, (each) => each.backlog_growth_per_s ?? 0) ?? []
  );
  const [first] = done;
  // A generator that came late offered less; the most is what they were to hold.
  const offeredPerS = Math.max(...done.map((row) => row.offered_rate_per_s ?? 0));
  if (first === undefined || offeredPerS === 0) {
    return "No trial has ended as planned, so nothing can be said about the number needed.";
  }
  const rate = significant(offeredPerS);
  const needed = processesNeeded(offeredPerS, first.service_time_ms, first.payment_slots);
  const arithmetic = `By arithmetic ${rate} orders/s need ${
    countedText(needed, "worker process", "worker processes")
  } of ${countedText(first.payment_slots, "slot")}`;
  const held = done.filter(isHeld).map(nameOf);
  const grew = done.filter((row) => !isHeld(row)).map(nameOf);
  return `${arithmetic}; ${first.target === "sim" ? "simulated" : "measured"}, ${
    held.length === 0 ? "none of these" : listText(held)
  } held them${grew.length === 0 ? "" : `, and the backlog grew with ${listText(grew)}`}.`;
}

function nameOf({ workers, payment_slots }: SummaryRow): string {
  return `${workers} × ${payment_slots}`;
}

/** A drain takes at least one payment, however many processes share it. */
function predictedDrainOf(row: SummaryRow): number | undefined {
  const drainS = rowDrainS(row);
  return drainS === undefined ? undefined : Math.max(row.service_time_ms / 1000, drainS);
}

/** Worker processes; see the module. */
export const phase5Workers: Experiment<WorkersSettings> = {
  name: "phase5-workers",
  title: "worker processes",
  question: "How many worker processes hold the flash sale without a growing queue?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      // 60 orders/s × 15: at a factor of 30 two cores are busier with arriving than with paying.
      payment_ms: 200,
      rate_per_s: 900,
      load_s: 2,
      trials: "1x5,2x5,4x5",
      sim_trials: "8x5,16x5,32x5,36x5,40x5,64x5,2x100,25x100",
    },
    original: {
      ...ORIGINAL_SERVICES,
      rate_per_s: 60,
      load_s: 60,
      trials: "1x5,2x5,4x5",
      sim_trials: "8x5,16x5,32x5,36x5,40x5,64x5,2x100,25x100",
    },
  },
  conflicts: workersConflicts,
  plan: planWorkers,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    { header: "ceiling", cell: (row) => significant(rowCeilingPerS(row)) },
    { header: "growth/s", cell: (row) => significant(row.backlog_growth_per_s) },
    { header: "predicted", cell: (row) => significant(predictedGrowthPerS(row)) },
    { header: "peak", cell: (row) => countText(row.backlog_peak_orders) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    {
      header: "predicted",
      cell: (row) => secondsText(predictedDrainOf(row)),
    },
    { header: "rate/s", cell: (row) => significant(row.throughput_per_s) },
    { header: "busy", cell: (row) => percentText(row.utilisation_ratio) },
  ],
  answer: answerWorkers,
};
