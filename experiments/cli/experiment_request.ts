/**
 * What `deno task experiment NAME` is asked to run.
 *
 * @module
 */
import { catalog } from "../catalog/catalog.ts";
import { type Experiment, type Size, SIZES } from "../catalog/definition.ts";
import { readSettings } from "../catalog/settings.ts";
import type { RunRequest } from "../run/run_experiment.ts";
import type { Fault } from "./fail.ts";
import { suggestion } from "./suggest.ts";
import { type TargetName, targets } from "./targets.ts";

/** What to run, and where. */
export type CommandRequest = RunRequest & { target: TargetName };

/**
 * Reads everything that was asked for.
 *
 * @param name of the experiment.
 * @param options of the command line, by commander's names.
 * @param faults gets every fault; `undefined` is returned where there is one.
 */
export function readRequest(
  name: string,
  options: Record<string, unknown>,
  faults: Fault[],
): CommandRequest | undefined {
  const wanted = `run ${name}`;
  const entry = catalog.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    const instead = suggestion(name, catalog.map((candidate) => candidate.name));
    faults.push({ wanted, rule: "there must be such an experiment", value: name, instead });
  }
  const size = readChoice(String(options.size), SIZES, "--size", wanted, faults);
  const target = readChoice(
    String(options.target),
    Object.keys(targets),
    "--target",
    wanted,
    faults,
  );
  const repetitions = readWhole(options.repetitions, "--repetitions", 1, 10_000, wanted, faults);
  const seed = options.seed === undefined
    ? crypto.getRandomValues(new Uint32Array(1))[0]!
    : readWhole(options.seed, "--seed", 0, 2 ** 32 - 1, wanted, faults);
  if (entry === undefined) return undefined;
  const plan = readPlan(entry, (size ?? "quick") as Size, target, options, faults);
  if (target === undefined || size === undefined) return undefined;
  if (repetitions === undefined || seed === undefined || plan === undefined) return undefined;
  return {
    experiment: entry,
    size: size as Size,
    target: target as TargetName,
    ...plan,
    repetitions,
    seed,
  };
}

function readPlan(
  entry: Experiment,
  size: Size,
  target: string | undefined,
  options: Record<string, unknown>,
  faults: Fault[],
): Pick<RunRequest, "settings" | "plan"> | undefined {
  const wanted = `run ${entry.name}`;
  const read = readSettings(entry, size, options.set as string[]);
  faults.push(...read.faults);
  const planned = entry.plan(read.settings);
  const plan = {
    ...planned,
    trials: planned.trials.filter(({ targets }) => targets?.includes(target ?? "") ?? true),
  };
  const ids = plan.trials.map(({ trial }) => trial);
  const chosen = options.trial as string[];
  for (const id of chosen) {
    if (ids.includes(id)) continue;
    faults.push({
      wanted,
      rule: `${entry.name} has no trial ${id}`,
      instead: suggestion(id, ids),
    });
  }
  const drawn = plan.trials.find(({ paymentModel }) => paymentModel !== undefined);
  if (drawn !== undefined && target !== "sim") {
    const rule =
      "payment_model must be constant, or --target sim: elsewhere a payment takes payment_ms";
    faults.push({ wanted, rule, value: drawn.paymentModel! });
  }
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length > 0) {
    faults.push({ wanted, rule: "trials must differ", value: repeated.join(", ") });
  }
  if (faults.length > 0) return undefined;
  const trials = chosen.length === 0
    ? plan.trials
    : plan.trials.filter(({ trial }) => chosen.includes(trial));
  return { settings: read.settings, plan: { ...plan, trials } };
}

function readChoice(
  value: string,
  choices: readonly string[],
  option: string,
  wanted: string,
  faults: Fault[],
): string | undefined {
  if (choices.includes(value)) return value;
  const rule = `${option} must be one of ${choices.join(", ")}`;
  faults.push({ wanted, rule, value, instead: suggestion(value, choices) });
  return undefined;
}

function readWhole(
  value: unknown,
  option: string,
  minimum: number,
  maximum: number,
  wanted: string,
  faults: Fault[],
): number | undefined {
  const text = String(value);
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= minimum && number <= maximum) return number;
  const rule = `${option} must be a whole number from ${minimum} to ${maximum}`;
  faults.push({ wanted, rule, value: text });
  return undefined;
}
