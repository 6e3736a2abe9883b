/**
 * The same definition, measured and simulated.
 *
 * @module
 */
import { differenceOfRepetitions } from "../analysis/effects.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import type { SimulationAgainstMeasurement } from "../charts/simulation_against_measurement.ts";
import type { Claim } from "../claims/claim.ts";
import { intervalWords } from "../claims/claim_text.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf, serversText, trialsOf } from "./facts.ts";

/** A measured and a simulated run of the same settings. */
export interface Pair {
  measured: Run;
  simulated: Run;
}

/** What is compared, by the last word of its claims' ids. */
export const COMPARED = {
  drain: ["drain_s", "s"],
  peak: ["backlog_peak_orders", "orders"],
  utilisation: ["utilisation_ratio", "share"],
} as const;

/** Drains of both: what the chart draws. */
export async function drainsOf(
  { measured, simulated }: Pair,
): Promise<SimulationAgainstMeasurement> {
  const seen = async (run: Run, trial: string) => {
    const { value, interval } = await overRepetitions(run, trial, "drain_s", "s");
    return interval === undefined ? { value } : { value, interval };
  };
  const rows = await Promise.all(measured.manifest.plan.trials.map(async (plan) => ({
    label: serversText(plan),
    path: "queue" as const,
    measured: await seen(measured, plan.trial),
    simulated: await seen(simulated, plan.trial),
  })));
  return {
    quantity: "drain time",
    unit: "s",
    runs: [factsOf(measured), factsOf(simulated)],
    rows,
  };
}

type ComparedName = keyof typeof COMPARED;

const idOf = (name: ComparedName, trial: string, how: "measured" | "simulated") =>
  `parity.${name}.${trial}.${how}`;

/** Every compared figure of every trial, with the id that its claim is to have. */
export async function pairFigures({ measured, simulated }: Pair): Promise<[string, Figure][]> {
  const found: [string, Figure][] = [];
  for (const trial of trialsOf(measured)) {
    for (const name of Object.keys(COMPARED) as ComparedName[]) {
      const [column, unit] = COMPARED[name];
      const one = { run: measured, trial, claim: idOf(name, trial, "measured") };
      const other = { run: simulated, trial, claim: idOf(name, trial, "simulated") };
      for (const { run, claim } of [one, other]) {
        found.push([claim, await overRepetitions(run, trial, column, unit)]);
      }
      const apart = await differenceOfRepetitions([one, other], column, unit);
      found.push([`parity.${name}.${trial}.difference`, apart.difference]);
      found.push([`parity.${name}.${trial}.effect`, apart.effect]);
    }
  }
  return found;
}

/** Measured and simulated side by side. */
export function pairTable(pair: Pair, claims: ReadonlyMap<string, Claim>): ResultTable {
  const of = (trial: string, name: string, how: string) =>
    claims.get(`parity.${name}.${trial}.${how}`)!;
  return {
    id: "parity",
    title: "Measured and simulated, means of the repetitions",
    columns: [
      { header: "trial", align: "left" },
      ...Object.keys(COMPARED).flatMap((name) => [
        { header: name },
        { header: `${name}, simulated` },
      ]),
    ],
    rows: trialsOf(pair.measured).map((trial) => [
      trial,
      ...Object.keys(COMPARED).flatMap((name) =>
        ["measured", "simulated"].map((how) => of(trial, name, how))
      ),
    ]),
  };
}

/** What the simulation is off by, with Welch's interval, and how that compares with the repetitions' own spread. */
export function differencesTable(pair: Pair, claims: ReadonlyMap<string, Claim>): ResultTable {
  const names = Object.keys(COMPARED) as ComparedName[];
  return {
    id: "parity-differences",
    title: "Simulated less measured: an interval that holds 0 shows no difference",
    columns: [
      { header: "trial", align: "left" },
      { header: "figure", align: "left" },
      { header: "difference" },
      { header: "95 % interval" },
      { header: "effect" },
    ],
    rows: trialsOf(pair.measured).flatMap((trial) =>
      names.map((name) => {
        const difference = claims.get(`parity.${name}.${trial}.difference`)!;
        const effect = claims.get(`parity.${name}.${trial}.effect`)!;
        return [trial, name, difference, intervalWords(difference), effect];
      })
    ),
  };
}

/** The largest relative difference of drain between the two, over the trials. */
export function largestDrainDifference(pair: Pair, claims: ReadonlyMap<string, Claim>): Figure {
  const ids = trialsOf(pair.measured).map((trial) => `parity.drain.${trial}`);
  const differences = ids.map((id) => {
    const [one, other] = ["measured", "simulated"].map((how) => claims.get(`${id}.${how}`)!.value);
    return Math.abs(Number(other) - Number(one)) / Number(one);
  });
  const worst = Math.max(...differences);
  const id = ids[differences.indexOf(worst)]!;
  return {
    value: worst,
    unit: "share",
    source: {
      kind: "derived",
      formula:
        `|{${id}.simulated} − {${id}.measured}| / {${id}.measured}, the largest of all trials`,
    },
  };
}
