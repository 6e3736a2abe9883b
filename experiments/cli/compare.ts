/**
 * `deno task compare A B`: what changed from one run to another, with its interval.
 *
 * @module
 */
import { Command } from "commander";
import { compareRuns } from "../compare/compare_runs.ts";
import { comparisonLines, comparisonMarkdown, failureText } from "../compare/comparison_text.ts";
import { limitFailures, readFailIf } from "../compare/fail_if.ts";
import { type ReadRun, readRun } from "../run/read_run.ts";
import { RUNS_FOLDER } from "../run/run_folder.ts";
import { sha256 } from "../run/sha256.ts";
import { summaryTable } from "../run/schema.ts";
import { readCommandLine } from "./command_line.ts";
import { EXIT, type Fault, runCommand, throwFaults } from "./fail.ts";
import { findRun } from "./find_run.ts";

const WANTED = "compare runs";

const HELP = `
A and B are ids, unambiguous parts of ids, latest, or folders. Each column of summary.csv in which lower
or higher is better is compared trial by trial; a repetition is one value.

Verdicts: faster (B is better in the column's own direction), slower, no difference shown (the 95 %
interval of the difference, by Welch, holds 0, or there is none: it needs five repetitions of both), not
comparable (other experiment, target, size or definition; a trial that failed or was interrupted). Of
twenty comparisons without a difference, one is shown by chance.

--fail-if takes a column, > or <, and a change with its sign, absolute or in percent of A. It is judged by
the difference of the means; a trial that cannot be judged fails too.

Examples:
  deno task compare 4c1e 91ab                    two runs by parts of their ids
  deno task compare main/data/runs/X latest      a folder, and the newest run here
  deno task compare A B --fail-if 'drain_s > +10%' --fail-if 'lost > +0'
  deno task compare A B --markdown               a table for a pull request
  deno task compare A B --json                   one document, every column

Exit codes: 0 done; 1 a --fail-if holds; 2 bad input.`;

function compareCommand(): Command {
  const collect = (value: string, values: string[]) => [...values, value];
  return new Command("deno task compare")
    .description("Compares run B with run A, trial by trial.")
    .argument("[A]", "the run before")
    .argument("[B]", "the run after")
    .option("--fail-if <expression>", "exit 1 where it holds for any trial", collect, [])
    .option("--out <dir>", "where runs are", RUNS_FOLDER)
    .option("--markdown", "a table for a pull request")
    .option("--json", "one JSON document on standard output, and nothing else")
    .addHelpText("after", HELP);
}

/** Runs the command; returns its exit code. */
export async function compare(argv: readonly string[]): Promise<number> {
  const { options, operands, faults } = readCommandLine(compareCommand(), argv, WANTED);
  const { json, markdown } = options;
  if (json && markdown) {
    const rule = "--json and --markdown exclude each other";
    faults.push({ wanted: WANTED, rule, instead: "one of them" });
  }
  const limits = readFailIf(options.failIf as string[], faults);
  const [a, b] = await readRuns(operands, String(options.out), faults);
  throwFaults(faults);
  const comparison = compareRuns(a!, b!);
  const failures = limitFailures(limits, comparison);
  if (json) console.log(JSON.stringify({ ...comparison, failures }));
  else if (markdown) console.log(comparisonMarkdown(comparison, failures).join("\n"));
  else console.log(comparisonLines(comparison).join("\n"));
  for (const failure of failures) console.error(`  FAILED    ${failureText(failure)}`);
  return failures.length > 0 ? EXIT.failed : EXIT.done;
}

async function readRuns(
  ids: readonly string[],
  parent: string,
  faults: Fault[],
): Promise<(ReadRun | undefined)[]> {
  if (ids.length < 2) {
    const rule = `it needs two runs, got ${ids.length}`;
    faults.push({
      wanted: WANTED,
      rule,
      instead: "deno task compare A B; deno task runs lists them",
    });
    return [];
  }
  const paths: string[] = [];
  const runs: (ReadRun | undefined)[] = [];
  for (const id of ids.slice(0, 2)) {
    const path = await findRun(parent, id, WANTED, faults);
    if (path === undefined) continue;
    paths.push(await Deno.realPath(path));
    runs.push(await readSoundRun(path, faults));
  }
  if (paths.length === 2 && paths[0] === paths[1]) {
    const rule = "A and B must be two runs, both are";
    faults.push({ wanted: WANTED, rule, value: paths[0]!, instead: "deno task runs lists them" });
  }
  return runs;
}

/** A run whose summary can be read, and is as it was written. */
async function readSoundRun(path: string, faults: Fault[]): Promise<ReadRun | undefined> {
  const found: string[] = [];
  const run = await readRun(path, found);
  // A run that was cut off has no hash yet; its trials are not compared.
  if (run !== undefined && run.manifest.state !== "running") {
    const wanted = run.manifest.files[summaryTable.file]?.sha256;
    if (wanted !== await sha256(`${path}/${summaryTable.file}`)) {
      found.push(`${summaryTable.file}: it was changed after the run`);
    }
  }
  if (found.length === 0) return run;
  const more = found.length > 1 ? ` and ${found.length - 1} faults more` : "";
  faults.push({
    wanted: WANTED,
    rule: `${found[0]}${more}`,
    value: path,
    instead: `deno task runs check ${path}`,
  });
  return undefined;
}

if (import.meta.main) Deno.exit(await runCommand(() => compare(Deno.args)));
