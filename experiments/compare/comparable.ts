/**
 * Whether two trials can be compared at all. Pure.
 *
 * @module
 */
import type { Manifest } from "../run/manifest.ts";
import type { ReadRun } from "../run/read_run.ts";

/** Most differences of one definition that are named. */
const NAMED_MAX = 3;

/** Why no trial of the two runs can be compared; empty where there is no such reason. */
export function runReasons(a: Manifest, b: Manifest): string[] {
  const reasons = (["experiment", "target", "size"] as const)
    .filter((name) => a[name] !== b[name])
    .map((name) => `${name} is ${a[name]} in A, ${b[name]} in B`);
  if (a.state === "running") reasons.push("A was cut off before it could end");
  if (b.state === "running") reasons.push("B was cut off before it could end");
  if (a.experiment === b.experiment) {
    const shared = ({ plan: { latenciesMs, metricPeriodS } }: Manifest) => ({
      latenciesMs,
      metricPeriodS,
    });
    reasons.push(...differences(shared(a), shared(b)));
  }
  return reasons;
}

/** Why one trial of two such runs cannot be compared; empty where there is no reason. */
export function trialReasons(trial: string, a: ReadRun, b: ReadRun): string[] {
  const planOf = ({ manifest }: ReadRun) =>
    manifest.plan.trials.find((plan) => plan.trial === trial);
  const [planA, planB] = [planOf(a), planOf(b)];
  if (planA === undefined) return ["only B has it"];
  if (planB === undefined) return ["only A has it"];
  return [
    ...differences(planA, planB),
    ...stateReasons("A", trial, a),
    ...stateReasons("B", trial, b),
  ];
}

function stateReasons(name: string, trial: string, { manifest, summary }: ReadRun): string[] {
  const rows = summary.filter((row) => row.trial === trial);
  const unsound = rows.filter(({ state }) => state !== "completed");
  const missing = manifest.repetitions - rows.length;
  return [
    ...unsound.map((row) =>
      `repetition ${row.repetition} in ${name} is ${row.state}${
        row.lost > 0 ? ` (${row.lost} lost)` : ""
      }`
    ),
    ...(missing > 0
      ? [`${missing} of ${manifest.repetitions} repetitions were not made in ${name}`]
      : []),
  ];
}

/** What differs between two definitions: `paymentMs is 100 in A, 250 in B`. */
function differences(a: object, b: object): string[] {
  const [inA, inB] = [flat(a), flat(b)];
  const names = [...new Set([...inA.keys(), ...inB.keys()])];
  const found = names
    .filter((name) => inA.get(name) !== inB.get(name))
    .map((name) =>
      `${name} is ${inA.get(name) ?? "absent"} in A, ${inB.get(name) ?? "absent"} in B`
    );
  const more = found.length - NAMED_MAX;
  return more <= 0 ? found : [...found.slice(0, NAMED_MAX), `${more} settings more differ`];
}

/** Values by their path: `load.arrivals.ratePerS`. */
function flat(value: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === "object" && inner !== null
        ? [...flat(inner, `${path}${name}.`)]
        : [[`${path}${name}`, String(inner)] as const]
    ),
  );
}
