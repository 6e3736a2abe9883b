/**
 * `deno task experiment parity`: one definition on real processes and on virtual time, with the
 * latencies that the real ones had.
 *
 * @module
 */
import { Command } from "commander";
import { phase5 } from "../catalog/phase5.ts";
import type { Experiment, Settings } from "../catalog/definition.ts";
import { readSettings } from "../catalog/settings.ts";
import type { Estimate } from "../compare/estimate.ts";
import { compareRuns, type Comparison } from "../parity/compare.ts";
import { measuredModels, type MeasuredOrder } from "../parity/measured_models.ts";
import { probeServices, type ServiceTimes } from "../parity/probe_services.ts";
import { readTable } from "../run/csv_files.ts";
import { significant } from "../run/format.ts";
import { processTarget } from "../run/process_target.ts";
import { lineProgress } from "../run/progress.ts";
import { runExperiment, type RunRequest, type RunResult } from "../run/run_experiment.ts";
import { RUNS_FOLDER, writeFault } from "../run/run_folder.ts";
import { ordersTable } from "../run/schema.ts";
import { textTable } from "../run/table.ts";
import { prefetchHosts } from "../../infra/local/hosts.ts";
import { startLocalTarget } from "../../infra/local/local_target.ts";
import { simTarget } from "../../infra/sim/sim_target.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";
import { readCommandLine } from "./command_line.ts";
import { EXIT, type Fault, throwFaults } from "./fail.ts";
import { onInterrupt } from "./signals.ts";

const HELP = `
The definition is phase5's, by default a small one: trials=5x5,20x20,20x5 and load_s=0.5.
Allowed are 3 % or one service time for drain and peak, 0.02 for utilisation; medians of all
repetitions, with their smallest and largest value.

Example: deno task experiment parity --set trials=20x20 --repetitions 3

Exit codes: 0 the two agree; 1 they do not, or a run failed; 2 bad input; 130 interrupted.`;

const DEFAULTS = { trials: "5x5,20x20,20x5", load_s: 0.5 };

function parityCommand(): Command {
  const collect = (value: string, values: string[]) => [...values, value];
  return new Command("deno task experiment parity")
    .description("Runs phase5 on local and, with the latencies measured there, on sim.")
    .option("--set <key=value>", "changes a setting of phase5", collect, [])
    .option("--repetitions <number>", "executions of each trial", "5")
    .option("--seed <number>", "seed of both runs", "1")
    .option("--out <dir>", "where the runs' folders go", RUNS_FOLDER)
    .option("--json", "one JSON document on standard output, and nothing else")
    .option("--verbose", "stack traces of unforeseen errors")
    .addHelpText("after", HELP);
}

/** Runs the command; returns its exit code. */
export async function parity(argv: readonly string[]): Promise<number> {
  const { options, faults } = readCommandLine(parityCommand(), argv, "run parity");
  const request = readRequest(options, faults);
  const parent = String(options.out);
  const fault = faults.length === 0 ? await writeFault(parent) : undefined;
  if (fault !== undefined) {
    const rule = `--out must be writable: ${fault}`;
    faults.push({ wanted: "run parity", rule, value: parent });
  }
  throwFaults(faults);
  const { measured, simulated, comparisons } = await runBoth(request, parent);
  print(comparisons, [measured, simulated], options.json === true);
  const states = [measured.state, simulated.state];
  if (states.includes("interrupted")) return EXIT.interrupted;
  const agree = states.every((state) => state === "completed") &&
    comparisons.every(({ same }) => same);
  return agree ? EXIT.done : EXIT.failed;
}

function readRequest(options: Record<string, unknown>, faults: Fault[]): RunRequest {
  const experiment = phase5 as unknown as Experiment;
  const sized = { ...experiment, sizes: { ...experiment.sizes } };
  sized.sizes.quick = { ...experiment.sizes.quick, ...DEFAULTS };
  const read = readSettings(sized, "quick", options.set as string[]);
  faults.push(...read.faults);
  const whole = (name: "repetitions" | "seed", minimum: number, maximum: number) => {
    const value = String(options[name]);
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (!(number >= minimum && number <= maximum)) {
      const rule = `--${name} must be a whole number from ${minimum} to ${maximum}`;
      faults.push({ wanted: "run parity", rule, value });
    }
    return number;
  };
  const settings: Settings = read.settings;
  return {
    experiment,
    size: "quick",
    settings,
    plan: experiment.plan(settings),
    repetitions: whole("repetitions", 1, 1000),
    seed: whole("seed", 0, 2 ** 32 - 1),
  };
}

async function runBoth(request: RunRequest, parent: string) {
  const { plan } = request;
  const clock = createSystemClock();
  const progress = lineProgress((line) => console.error(line));
  const interruption = onInterrupt((name) => progress.note(`${name}: stopping`));
  const host = { clock, progress, parent, signal: interruption.signal };
  let services: ServiceTimes | undefined;
  try {
    await prefetchHosts();
    const measured = await runExperiment(request, {
      ...host,
      targetName: "local",
      async startTarget() {
        const { metricPeriodS, latenciesMs, trials } = plan;
        const onTrouble = (text: string) => progress.note(text);
        const target = await startLocalTarget({ metricPeriodS, latenciesMs, onTrouble });
        try {
          services = await probeServices(target, { ...trials[0]!, repetition: 1 }, clock);
        } catch (error) {
          await target.teardown();
          throw error;
        }
        return processTarget(target, clock);
      },
    });
    const orders = await readOrders(measured.runDir);
    if (services === undefined || orders.length === 0) {
      return { measured, simulated: measured, comparisons: [] };
    }
    const models = measuredModels(orders, services);
    const simulated = await runExperiment(
      // What is stated of a call is in what was measured of it.
      { ...request, plan: { ...plan, latenciesMs: {} } },
      {
        ...host,
        targetName: "sim",
        startTarget: () => Promise.resolve(simTarget({ models })),
      },
    );
    return { measured, simulated, comparisons: compareRuns(measured.rows, simulated.rows) };
  } finally {
    interruption.dispose();
  }
}

/** The orders of a run that went all the way. */
async function readOrders(runDir: string): Promise<MeasuredOrder[]> {
  const { rows } = readTable(ordersTable, await Deno.readTextFile(`${runDir}/orders.csv`));
  return rows.flatMap(({ values }) => {
    const times = ["sent", "accepted", "responded", "started", "completed"]
      .map((name) => values[`${name}_at_ms`]);
    if (!times.every((atMs) => typeof atMs === "number")) return [];
    const [sentAtMs, acceptedAtMs, respondedAtMs, startedAtMs, completedAtMs] = times as number[];
    return {
      sentAtMs: sentAtMs!,
      acceptedAtMs: acceptedAtMs!,
      respondedAtMs: respondedAtMs!,
      startedAtMs: startedAtMs!,
      completedAtMs: completedAtMs!,
    };
  });
}

function print(comparisons: readonly Comparison[], runs: readonly RunResult[], json: boolean) {
  const [measured, simulated] = runs;
  if (json) {
    const ids = { local_run_id: measured!.runId, sim_run_id: simulated!.runId };
    return console.log(JSON.stringify({ ...ids, comparisons }));
  }
  const columns = [
    { header: "trial", align: "left" as const },
    { header: "figure", align: "left" as const },
    ...["local", "(smallest, largest)", "sim", "(smallest, largest)", "difference", "allowed"]
      .map((header) => ({ header })),
    { header: "", align: "left" as const },
  ];
  const cells = comparisons.map((each) => [
    each.trial,
    each.figure,
    ...estimateCells(each.measured),
    ...estimateCells(each.simulated),
    significant(each.difference),
    significant(each.allowed),
    each.same ? "same" : "DIFFERS",
  ]);
  console.log();
  for (const line of textTable(columns, cells)) console.log(line);
  const same = comparisons.filter((each) => each.same).length;
  console.log(`\n  ${same} of ${comparisons.length} figures are the same on both targets.`);
  console.log(`\n  data      ${measured!.runDir}\n            ${simulated!.runDir}`);
  for (const fault of runs.flatMap(({ faults }) => faults)) console.error(`  FAILED    ${fault}`);
}

function estimateCells({ median, low, high }: Estimate): string[] {
  return [significant(median), `(${significant(low)}, ${significant(high)})`];
}
