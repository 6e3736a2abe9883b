/**
 * The command line of `deno task bench`.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { type Fault, throwFaults } from "../experiments/cli/fail.ts";
import { suggestion } from "../experiments/cli/suggest.ts";
import type { Bench } from "./definition.ts";

/** What was asked for. */
export interface BenchSettings {
  /** Absent: the benches are listed. */
  bench?: Bench;
  runs?: number;
  cases: string[];
  json: boolean;
  out?: string;
  /** An earlier file. */
  compare?: string;
  /** An AWS endpoint that runs already. */
  endpoint?: string;
}

const HELP = `
Examples:
  deno task bench                              the benches
  deno task bench worker                       all cases, five runs each
  deno task bench worker --case slots-400      one case
  deno task bench worker --runs 1              a first look
  deno task bench worker --compare FILE.csv    and ratios against an earlier file
  deno task bench worker --endpoint http://127.0.0.1:4566   against another emulator

Exit codes: 0 done; 1 a bound does not hold or the bench failed; 2 bad input; 130 interrupted.
What was measured is kept in every case.`;

const RUNS_MAX = 1000;

function benchCommand(): Command {
  return new Command("deno task bench")
    .description("Measures parts of this project, beside its peers in the same run.")
    .argument("[name]", "a bench; without it, the benches are listed")
    .option("--runs <n>", `runs of each case and subject, 1 to ${RUNS_MAX}; medians are shown`)
    .option("--case <id>", "only this case; may be given again", collect, [])
    .option("--out <file>", "CSV to write (default: bench/out/<utc>-<name>.csv)")
    .option("--compare <file>", "an earlier CSV: prints ratios of medians, now / then")
    .option("--endpoint <url>", "AWS endpoint to measure against, instead of the embedded cloud")
    .option("--json", "one JSON document on standard output, and nothing else")
    .option("--verbose", "the stack of an unforeseen error")
    .addHelpText("after", HELP);
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

/**
 * Reads the command line.
 *
 * @throws {BadInput} with every fault.
 */
export function readBenchSettings(
  argv: readonly string[],
  benches: readonly Bench[],
): BenchSettings {
  const wanted = "bench";
  const { options, operands, faults } = readCommandLine(benchCommand(), argv, wanted);
  const [name] = operands;
  const bench = benches.find((each) => each.name === name);
  if (name !== undefined && !bench) {
    const instead = suggestion(name, benches.map((each) => each.name));
    faults.push({ wanted, rule: `there is no bench ${name}`, instead });
  }
  const cases = options.case as string[];
  const runs = readRuns(options.runs, faults);
  if (bench) {
    for (const id of cases.filter((each) => !bench.cases.includes(each))) {
      const instead = suggestion(id, bench.cases);
      faults.push({ wanted, rule: `${bench.name} has no case ${id}`, instead });
    }
  } else if (name === undefined) faults.push(...needName(options));
  const endpoint = options.endpoint as string | undefined;
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    const rule = "--endpoint must be an http: or https: URL";
    faults.push({ wanted, rule, value: endpoint });
  }
  throwFaults(faults);
  return {
    cases,
    json: options.json === true,
    ...(bench && { bench }),
    ...(runs !== undefined && { runs }),
    ...(options.out !== undefined && { out: String(options.out) }),
    ...(options.compare !== undefined && { compare: String(options.compare) }),
    ...(endpoint !== undefined && { endpoint: endpoint.replace(/\/+$/, "") }),
  };
}

function readRuns(value: unknown, faults: Fault[]): number | undefined {
  if (value === undefined) return undefined;
  const runs = /^\d+$/.test(String(value)) ? Number(value) : NaN;
  if (runs >= 1 && runs <= RUNS_MAX) return runs;
  const rule = `--runs must be a whole number from 1 to ${RUNS_MAX}`;
  faults.push({ wanted: "bench", rule, value: String(value) });
  return undefined;
}

function needName(options: Record<string, unknown>): Fault[] {
  const given = ["runs", "out", "compare", "endpoint"].filter((name) =>
    options[name] !== undefined
  );
  if ((options.case as string[]).length > 0) given.push("case");
  return given.map((option) => ({
    wanted: "bench",
    rule: `--${option} needs the name of a bench`,
    instead: `deno task bench NAME --${option} …`,
  }));
}
