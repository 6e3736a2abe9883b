/**
 * ramp: arrivals that grow in a straight line. What happens once they pass the ceiling?
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
  from_per_s: numberSetting("arrivals per second at first", { minimum: 0, maximum: 100_000 }),
  to_per_s: numberSetting("arrivals per second at last", { minimum: 0, maximum: 100_000 }),
});

type RampSettings = z.infer<typeof settings>;

type RampArrivals = Extract<Arrivals, { kind: "ramp" }>;

function arrivalsOf(s: RampSettings): RampArrivals {
  return {
    kind: "ramp",
    fromPerS: s.from_per_s,
    toPerS: s.to_per_s,
    durationS: s.load_s,
    spacing: s.spacing,
  };
}

/**
 * The backlog as a fluid: nothing while arrivals are below the ceiling, then the area between the two
 * lines. A falling ramp's backlog is largest where it crosses the ceiling.
 */
export function rampForecast(ramp: RampArrivals, ceilingOrdersPerS: number): ArrivalForecast {
  const { fromPerS, toPerS, durationS } = ramp;
  const overFrom = fromPerS - ceilingOrdersPerS;
  const overTo = toPerS - ceilingOrdersPerS;
  const area = (overFrom + overTo) / 2 * durationS;
  if (overFrom >= 0 && overTo >= 0) return { peak: area, left: area };
  if (overFrom <= 0 && overTo <= 0) return { peak: 0, left: 0 };
  const crossingS = durationS * Math.abs(overFrom) / (Math.abs(overFrom) + Math.abs(overTo));
  const peak = overTo > 0 ? overTo * (durationS - crossingS) / 2 : overFrom * crossingS / 2;
  return { peak, left: overTo > 0 ? peak : Math.max(0, area) };
}

function forecastOf({ load, paymentMs, ...servers }: TrialPlan): ArrivalForecast {
  if (load.model !== "open" || load.arrivals.kind !== "ramp") return { peak: 0, left: 0 };
  return rampForecast(load.arrivals, ceilingPerS(servers, paymentMs));
}

function answerRamp(rows: readonly SummaryRow[]): string {
  const done = [...byTrial(rows).values()].flatMap((row) =>
    medianRow(row, (each) => each.age_ms_max ?? 0) ?? []
  );
  return done.length === 0
    ? "No trial has ended as planned, so nothing can be said about the ramp."
    : `On the same ramp ${done.map(waitText).join("; ")}.`;
}

/** A ramp; see the module. */
export const ramp: Experiment<RampSettings> = {
  name: "ramp",
  title: "growing arrivals",
  question: "What becomes of the wait when arrivals grow past what the slots can pay?",
  settings,
  sizes: {
    quick: {
      ...QUICK_SERVICES,
      from_per_s: 0,
      to_per_s: 100,
      load_s: 15,
      spacing: "even",
      arrivals_csv: "none",
      slots: "5,10",
    },
    original: {
      ...ORIGINAL_SERVICES,
      from_per_s: 0,
      to_per_s: 3.33,
      load_s: 450,
      spacing: "even",
      arrivals_csv: "none",
      slots: "5,10",
    },
  },
  conflicts: ({ from_per_s, to_per_s }) =>
    from_per_s > 0 || to_per_s > 0
      ? []
      : ["one of from_per_s and to_per_s must be > 0, got 0 and 0"],
  plan: (s) => arrivalPlan(s, arrivalsOf(s), (ceiling) => rampForecast(arrivalsOf(s), ceiling)),
  columns: arrivalColumns(forecastOf),
  answer: answerRamp,
};
