/**
 * `deno task runs`: lists runs, shows one, and re-proves one from its files.
 *
 * @module
 */
import { Command } from "commander";
import { checkRun, readManifest } from "../run/check_run.ts";
import { catalog } from "../catalog/catalog.ts";
import { resultLines } from "../run/result.ts";
import type { Manifest } from "../run/manifest.ts";
import { readRun } from "../run/read_run.ts";
import { textTable } from "../run/table.ts";
import { countedText } from "../run/format.ts";
import { RUNS_FOLDER } from "../run/run_folder.ts";
import { readCommandLine } from "./command_line.ts";
import { EXIT, runCommand, throwFaults } from "./fail.ts";
import { findRun, runIds } from "./find_run.ts";
import { suggestion } from "./suggest.ts";

const HELP = `
Examples:
  deno task runs                    every run, newest last
  deno task runs show ID            the table and the answer of one run
  deno task runs check ID           proves conservation, hashes and schema from the files alone
  deno task runs check ID --json    {run_id, ok, faults}

ID may be any unambiguous part of a run's id, "latest", or a folder.`;

function runsCommand(): Command {
  return new Command("deno task runs")
    .description("Lists runs; shows or checks one.")
    .argument("[action]", "show or check; without it, all runs are listed")
    .argument("[id]", "a run's id, a part of it, latest, or a folder")
    .option("--out <dir>", "where runs are", RUNS_FOLDER)
    .option("--json", "one JSON document on standard output, and nothing else")
    .addHelpText("after", HELP);
}

const ACTIONS = ["show", "check"];

/** Runs the command; returns its exit code. */
export async function runs(argv: readonly string[]): Promise<number> {
  const { options, operands, faults } = readCommandLine(runsCommand(), argv, "read runs");
  const [action, id] = operands;
  if (action !== undefined && !ACTIONS.includes(action)) {
    faults.push({
      wanted: "read runs",
      rule: `there is no action ${action}`,
      instead: suggestion(action, ACTIONS),
    });
  } else if (action !== undefined && id === undefined) {
    faults.push({
      wanted: `${action} a run`,
      rule: "it needs a run's id",
      instead: `deno task runs ${action} latest`,
    });
  }
  throwFaults(faults);
  const parent = String(options.out);
  const json = options.json === true;
  if (action === undefined) return await listRuns(parent, json);
  const path = await findRun(parent, id!, `${action} a run`, faults);
  throwFaults(faults);
  return action === "check" ? await check(path!, json) : await show(path!, json);
}

async function listRuns(parent: string, json: boolean): Promise<number> {
  const found: Manifest[] = [];
  for (const id of await runIds(parent)) {
    const manifest = await readManifest(`${parent}/${id}`, []);
    if (manifest !== undefined) found.push(manifest);
  }
  if (json) {
    const pick = ({ run_id, experiment, target, size, state, started_at }: Manifest) => ({
      run_id,
      experiment,
      target,
      size,
      state,
      started_at,
    });
    console.log(JSON.stringify(found.map(pick)));
    return EXIT.done;
  }
  if (found.length === 0) {
    console.log(`No runs in ${parent} yet. Start with: deno task experiment phase5`);
    return EXIT.done;
  }
  const columns = ["run", "experiment", "target", "size", "state"].map((header) => ({
    header,
    align: "left" as const,
  }));
  const rows = found.map((run) => [run.run_id, run.experiment, run.target, run.size, run.state]);
  textTable(columns, rows).forEach((line) => console.log(line));
  return EXIT.done;
}

async function check(path: string, json: boolean): Promise<number> {
  const result = await checkRun(path);
  if (json) console.log(JSON.stringify(result));
  else if (result.ok) {
    const state = (await readManifest(path, []))?.state;
    const how = state === "completed" ? "" : `it was ${state}; `;
    console.log(
      `  ${result.run_id}: ${how}every order accounted for, every file as it was written`,
    );
  } else {
    console.error(`  ${result.run_id}: ${countedText(result.faults.length, "fault")}`);
    for (const fault of result.faults) console.error(`  ${fault}`);
  }
  return result.ok ? EXIT.done : EXIT.failed;
}

async function show(path: string, json: boolean): Promise<number> {
  const faults: string[] = [];
  const run = await readRun(path, faults);
  if (run === undefined) {
    for (const fault of faults) console.error(`  ${fault}`);
    console.error(`  More: deno task runs check ${path}`);
    return EXIT.failed;
  }
  const { manifest, summary } = run;
  if (json) {
    console.log(JSON.stringify({ manifest, summary }));
    return EXIT.done;
  }
  const experiment = catalog.find(({ name }) => name === manifest.experiment);
  console.log(`  ${manifest.run_id} · ${manifest.state} · seed ${manifest.seed}`);
  console.log(`  ${manifest.question}\n`);
  if (experiment === undefined) {
    console.error(`  The catalog has no experiment ${manifest.experiment} to make its table`);
    return EXIT.failed;
  }
  resultLines(experiment, manifest.plan, summary).forEach((line) => console.log(line));
  for (const fault of manifest.faults) console.log(`  ${fault}`);
  return EXIT.done;
}

if (import.meta.main) Deno.exit(await runCommand(() => runs(Deno.args)));
