/**
 * spike: a short burst on a steady load. How long do orders wait for it, and until when?
 *
 * @module
 */
import { z } from "zod";
import type { Arrivals } from "../load/arrivals.ts";
import { ceilingPerS } from "../run/prediction.ts";
import type { SummaryRow } from "../run/summary.ts";
import {
  arrivalColumns,
  type ArrivalForecast,
  arrivalPlan,
  arrivalSettings,
  waitText,
} from "./arrival_trial.ts";
import type { Experiment, TrialPlan } from "./definition.ts";
import { byTrial, medianRow, ORIGINAL_SERVICES, QUICK_SERVICES } from "./queue_trial.ts";
import { numberSetting } from "./settings.ts";

const settings = z.strictObject({
  ...arrivalSettings,
  base_per_s: numberSetting("arrivals per second around the spike", {
    minimum: 0,
    maximum: 100_000,
  }),
  spike_per_s: numberSetting("arrivals per second in the spike", { above: 0, maximum: 100_000 }),
  spike_start_s: numberSetting("when the spike begins, s", { minimum: 0, maximum: 86_400 }),
  spike_s: numberSetting("length of the spike, s", { above: 0, maximum: 86_400 }),
});

type SpikeSettings = z.infer<typeof settings>;

type SpikeArrivals = Extract<Arrivals, { kind: "spike" }>;

function arrivalsOf(s: SpikeSettings): SpikeArrivals {
  return {
    kind: "spike",
    basePerS: s.base_per_s,
    spikePerS: s.spike_per_s,
    startS: s.spike_start_s,
    lengthS: s.spike_s,
    durationS: s.load_s,
    spacing: s.spacing,
  };
}

/** The backlog as a fluid: it grows and shrinks by arrivals less ceiling, and is never negative. */
export function spikeForecast(spike: SpikeArrivals, ceilingOrdersPerS: number): ArrivalForecast {
  const { basePerS, spikePerS, startS, lengthS, durationS } = spike;
  const after = (backlog: number, ratePerS: number, lasting: number) =>
    Math.max(0, backlog + (ratePerS - ceilingOrdersPerS) * lasting);
  const before = after(0, basePerS, startS);
  const peak = after(before, spikePerS, lengthS);
  const left = after(peak, basePerS, durationS - startS - lengthS);
  return { peak: Math.max(before, peak, left), left };
}

function forecastOf({ load, paymentMs, ...servers }: TrialPlan): ArrivalForecast {
  if (load.model !== "open" || load.arrivals.kind !== "spike") return { peak: 0, left: 0 };
  return spikeForecast(load.arrivals, ceilingPerS(servers, paymentMs));
}

function answerSpike(rows: readonly SummaryRow[]): string {
  const done = [...byTrial(rows).values()].flatMap((row) =>
    medianRow(row, (each) => each.age_ms_max ?? 0) ?? []
  );
  return done.length === 0
    ? "No trial has ended as planned, so nothing can be said about the spike."
    : `The queue kept every order of the spike that was accepted: ${
      done.map(waitText).join("; ")
    }.`;
}

/** A spike; see the module. */
export const spike: Experiment<SpikeSettings> = {
  name: "spike",
  title: "a short burst",
  question: "How long do orders wait for a short burst on a steady load?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      base_per_s: 20,
      spike_per_s: 200,
      spike_start_s: 3,
      spike_s: 2,
      load_s: 15,
      spacing: "even",
      arrivals_csv: "none",
      slots: "5,20",
    },
    original: {
      ...ORIGINAL_SERVICES,
      base_per_s: 0.67,
      spike_per_s: 6.67,
      spike_start_s: 90,
      spike_s: 60,
      load_s: 450,
      spacing: "even",
      arrivals_csv: "none",
      slots: "5,20",
    },
  },
  conflicts: ({ spike_start_s, spike_s, load_s }) =>
    spike_start_s + spike_s <= load_s ? [] : [
      `spike_start_s + spike_s must be <= load_s (${load_s}), got ${spike_start_s + spike_s}`,
    ],
  plan: (s) => arrivalPlan(s, arrivalsOf(s), (ceiling) => spikeForecast(arrivalsOf(s), ceiling)),
  columns: arrivalColumns(forecastOf),
  answer: answerSpike,
};
