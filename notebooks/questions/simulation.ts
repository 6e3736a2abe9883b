/**
 * The same definition, measured and simulated.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import type { SimulationAgainstMeasurement } from "../charts/simulation_against_measurement.ts";
import type { Claim } from "../claims/claim.ts";
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

/** Every compared figure of every trial, with the id that its claim is to have. */
export async function pairFigures({ measured, simulated }: Pair): Promise<[string, Figure][]> {
  const found: [string, Figure][] = [];
  for (const trial of trialsOf(measured)) {
    for (const [name, [column, unit]] of Object.entries(COMPARED)) {
      for (const run of [measured, simulated]) {
        const id = `parity.${name}.${trial}.${run === measured ? "measured" : "simulated"}`;
        found.push([id, await overRepetitions(run, trial, column, unit)]);
      }
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
