/**
 * faults: phase5's flash sale under fire. Processes are killed and connections reset at seeded random
 * times; whatever happens, no accepted order may be lost.
 *
 * @module
 */
import { z } from "zod";
import { countedText, countText, secondsText } from "../run/format.ts";
import { predictedBacklog } from "../run/prediction.ts";
import type { ShotTarget } from "../run/shots.ts";
import { SHOT_TARGETS } from "../run/shots.ts";
import type { SummaryRow } from "../run/summary.ts";
import type { Experiment, ExperimentPlan } from "./definition.ts";
import {
  byTrial,
  medianRow,
  ORIGINAL_SERVICES,
  planOf,
  queueTrial,
  QUICK_SERVICES,
  rowDrainS,
  seconds,
} from "./queue_trial.ts";
import { listSetting, numberSetting, serviceSettings } from "./settings.ts";

const count = { minimum: 1, maximum: 10_000, whole: true } as const;

const settings = z.strictObject({
  ...serviceSettings,
  rate_per_s: numberSetting("arrivals per second", { above: 0, maximum: 100_000 }),
  load_s: numberSetting("length of the load phase, s", { above: 0, maximum: 86_400 }),
  workers: numberSetting("worker processes", { minimum: 1, maximum: 64, whole: true }),
  payment_slots: numberSetting("loops and payments at once of each worker", count),
  shots: numberSetting("shots at the services of a trial", {
    minimum: 1,
    maximum: 1000,
    whole: true,
  }),
  trials: listSetting(
    "what is shot, a trial each: none, worker, api, queue (its connections), all of them",
    /^(none|worker|api|queue|all)(,(none|worker|api|queue|all))*$/,
    "must be targets such as none,worker,api,queue,all",
  ),
});

type FaultsSettings = z.infer<typeof settings>;

/** The trial that nothing is shot at. */
const UNDISTURBED = "undisturbed";

function planFaults(s: FaultsSettings): ExperimentPlan {
  const servers = {
    workers: s.workers,
    concurrency: s.payment_slots,
    paymentSlots: s.payment_slots,
  };
  const backlog = predictedBacklog(s.rate_per_s, s.load_s, servers, s.payment_ms);
  return planOf(
    s,
    s.trials.split(",").map((at) => {
      const trial = queueTrial(s, {
        trial: at === "none" ? UNDISTURBED : `shot-${at}`,
        servers,
        load: {
          model: "open",
          arrivals: { kind: "constant", ratePerS: s.rate_per_s, durationS: s.load_s },
        },
        backlog,
      });
      // A killed worker's orders come back after a lease; the last shot may fall just before the end.
      const drainDeadlineS = trial.drainDeadlineS + s.shots * s.visibility_timeout_s;
      if (at === "none") return { ...trial, drainDeadlineS };
      return {
        ...trial,
        drainDeadlineS,
        shots: {
          count: s.shots,
          at: at === "all" ? SHOT_TARGETS : [at as ShotTarget],
          loadS: s.load_s,
          trialS: s.load_s + trial.predictedDrainS,
        },
      };
    }),
  );
}

/** What the drain took beyond arithmetic, seconds. */
function extraDrainS(row: SummaryRow): number | undefined {
  const predictedS = rowDrainS(row);
  return row.drain_s === undefined || predictedS === undefined
    ? undefined
    : row.drain_s - predictedS;
}

function signedText(value: number | undefined): string {
  if (value === undefined) return "–";
  return value < 0 ? `−${secondsText(-value)}` : secondsText(value);
}

function answerFaults(rows: readonly SummaryRow[]): string {
  const known = rows.filter((row) => row.shots !== undefined && row.shots > 0);
  if (known.length === 0) return "Nothing was shot, so nothing can be said about faults.";
  const sum = (name: "lost" | "duplicated" | "accepted" | "outstanding" | "dead_lettered") =>
    known.reduce((total, row) => total + row[name], 0);
  const shots = known.reduce((total, row) => total + row.shots!, 0);
  const fate = [
    `${countText(sum("lost"))} of ${countText(sum("accepted"))} accepted orders were lost`,
    `${countText(sum("duplicated"))} were paid more than once`,
    ...(sum("dead_lettered") === 0 ? [] : [`${countText(sum("dead_lettered"))} dead-lettered`]),
    ...(sum("outstanding") === 0 ? [] : [`${countText(sum("outstanding"))} left unpaid`]),
  ].join(", ");
  return `${countedText(shots, "shot")} in ${countedText(known.length, "trial")}: ` +
    `${fate}${delayText(rows)}.`;
}

/** How much longer than predicted the drains under fire took, of each trial's repetitions the middle. */
function delayText(rows: readonly SummaryRow[]): string {
  const shot = [...byTrial(rows)].filter(([trial]) => trial !== UNDISTURBED);
  const extras = shot.flatMap(([trial, each]) => {
    const known = each.filter((row) => extraDrainS(row) !== undefined);
    const row = medianRow(known, (row) => extraDrainS(row)!);
    return row === undefined ? [] : [{ trial, extraS: extraDrainS(row)! }];
  });
  if (extras.length === 0) return "";
  const worst = extras.reduce((worst, each) => each.extraS > worst.extraS ? each : worst);
  return worst.extraS <= 0
    ? "; no drain took longer than predicted"
    : `; the drain took up to ${secondsText(worst.extraS)} longer than predicted (${worst.trial})`;
}

/** Faults; see the module. */
export const faults: Experiment<FaultsSettings> = {
  name: "faults",
  title: "under fire",
  question: "What do killed processes and broken connections cost, and is any order lost?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      visibility_timeout_s: 3,
      warm_up_orders: 20,
      rate_per_s: 250,
      load_s: 2,
      workers: 2,
      payment_slots: 5,
      shots: 3,
      trials: "none,worker,api,queue,all",
    },
    original: {
      ...ORIGINAL_SERVICES,
      rate_per_s: 48.27,
      load_s: 60,
      workers: 4,
      payment_slots: 5,
      shots: 3,
      trials: "none,worker,api,queue,all",
    },
  },
  conflicts: () => [],
  plan: planFaults,
  columns: [
    { header: "trial", align: "left", cell: (row) => row.trial },
    { header: "shots", cell: (row) => countText(row.shots) },
    { header: "sent", cell: (row) => countText(row.sent) },
    { header: "accepted", cell: (row) => countText(row.accepted) },
    { header: "unconfirmed", cell: (row) => countText(row.unconfirmed) },
    { header: "lost", byLedger: true, cell: (row) => countText(row.lost) },
    { header: "dead", byLedger: true, cell: (row) => countText(row.dead_lettered) },
    { header: "twice", byLedger: true, cell: (row) => countText(row.duplicated) },
    { header: "drain", cell: (row) => secondsText(row.drain_s) },
    {
      header: "predicted",
      cell: (row) => secondsText(rowDrainS(row)),
    },
    { header: "extra drain", cell: (row) => signedText(extraDrainS(row)) },
    { header: "longest to paid", cell: (row) => secondsText(seconds(row.age_ms_max)) },
  ],
  answer: answerFaults,
};
