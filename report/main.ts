/**
 * `deno task report`: executes the notebooks and builds one page of what they say.
 *
 * @module
 */
import { Command } from "commander";
import { readCommandLine } from "../experiments/cli/command_line.ts";
import { EXIT, type Fault, runCommand, throwFaults } from "../experiments/cli/fail.ts";
import { findRun } from "../experiments/cli/find_run.ts";
import { onInterrupt } from "../experiments/cli/signals.ts";
import { readManifest } from "../experiments/run/check_run.ts";
import { ROOT } from "../notebooks/analysis/run.ts";
import { namesIn } from "../notebooks/analysis/run_candidates.ts";
import { executeNotebooks } from "../notebooks/kernel/execute_notebooks.ts";
import { liveProgress } from "../notebooks/kernel/live_progress.ts";
import type { Published } from "../notebooks/kernel/published.ts";
import { REPORT_FILES, reportFiles, writeReport } from "./build.ts";
import { readProse } from "./content/prose.ts";
import { type ReportContent, reportContent } from "./content/report_content.ts";
import { readEvidence, untaken } from "./content/used_runs.ts";

const HELP = `
Executes the notebooks and makes, in report/out/ or the folder that --out names:
  index.html    the page, which needs no other file and no network
  report.md     the same as Markdown, with the charts as SVG files beside it
  claims.json   every figure: [{id, value, unit, interval, source}]
The words are in report/prose/*.md, where {{claim.id}} stands for a figure.

Examples:
  deno task report                                on the newest run of each experiment
  deno task report 20261127-phase5-1              on that run, and the newest of the others
  SPILLWAY_DATA=example deno task report          on the runs in data/example/
  deno task report --out /tmp/report --json`;

const WANTED = "build the report";

function reportCommand(): Command {
  return new Command("deno task report")
    .description("Builds the report from the notebooks.")
    .argument("[ids...]", "runs to use: an id, a part of one, latest, or a folder")
    .option("--out <dir>", "where the report goes", "report/out")
    .option("--json", "print one JSON document and nothing else", false)
    .option("--verbose", "print the stack of an unforeseen error", false)
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP);
}

/** Runs the command; returns its exit code. */
export async function report(argv: readonly string[]): Promise<number> {
  const { options, operands, faults } = readCommandLine(reportCommand(), argv, WANTED);
  const environment = await notebookSettings(operands, faults);
  const out = String(options.out);
  if (await Deno.stat(out).then(({ isDirectory }) => !isDirectory, () => false)) {
    const instead = "name a folder, which is made if it is not there";
    faults.push({ wanted: WANTED, rule: "--out must be a folder", value: out, instead });
  }
  throwFaults(faults);
  const interruption = onInterrupt();
  try {
    const content = await contentOf(environment, interruption.signal);
    interruption.signal.throwIfAborted();
    await writeReport(out, await reportFiles(content));
    tell(content, await Deno.realPath(out), options.json === true);
    return EXIT.done;
  } finally {
    interruption.dispose();
  }
}

/** What the notebooks are told of the runs to use: those named, else those of `SPILLWAY_RUN`. */
async function notebookSettings(
  operands: readonly string[],
  faults: Fault[],
): Promise<Record<string, string>> {
  const data = Deno.env.get("SPILLWAY_DATA");
  const parent = data === "example" ? "data/example" : "data/runs";
  if (data === "example" && operands.length > 0) {
    const rule = "with SPILLWAY_DATA=example the newest runs are taken, and none can be named";
    faults.push({
      wanted: WANTED,
      rule,
      value: operands.join(" "),
      instead: "unset SPILLWAY_DATA",
    });
  }
  const named = data === "example" ? [] : namesIn(Deno.env.get("SPILLWAY_RUN"));
  const runs: string[] = [];
  for (const id of operands.length > 0 ? operands : named) {
    const folder = await findRun(parent, id, WANTED, faults);
    if (folder === undefined) continue;
    const unreadable: string[] = [];
    if (await readManifest(folder, unreadable) === undefined) {
      const instead = `deno task runs check ${folder}`;
      faults.push({ wanted: WANTED, rule: unreadable.join("; "), value: folder, instead });
      continue;
    }
    // Notebooks run in a folder of their own, where no relative path leads to the run.
    const isOurs = folder.startsWith(`${parent}/`);
    runs.push(isOurs ? folder.slice(parent.length + 1) : await Deno.realPath(folder));
  }
  return {
    ...(data === undefined ? {} : { SPILLWAY_DATA: data }),
    ...(runs.length === 0 ? {} : { SPILLWAY_RUN: runs.join(",") }),
  };
}

async function contentOf(
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<ReportContent> {
  const proses = await readProse(`${ROOT}report/prose`, "report/prose");
  const published = await publishedBy(environment, signal);
  const claims = published.flatMap(({ claims }) => claims);
  const evidence = await readEvidence(ROOT, claims);
  const unused = untaken(namesIn(environment.SPILLWAY_RUN), evidence.runs);
  if (unused.length > 0) {
    throw new TypeError(
      `Cannot ${WANTED}: a run that is named must be one that a notebook takes, by its experiment, ` +
        `target and size; none takes ${unused.join(" or ")}`,
    );
  }
  return await reportContent(proses, published, evidence);
}

/**
 * Executes all notebooks.
 *
 * @throws {TypeError} naming what is wrong with each of them.
 */
async function publishedBy(
  environment: Record<string, string>,
  signal: AbortSignal,
): Promise<Published[]> {
  const live = liveProgress();
  const executed = await executeNotebooks({ environment, signal, onProgress: live.onProgress })
    .finally(() => live.end());
  const faults = executed.flatMap(({ notebook, faults }) =>
    faults.map((fault) => `notebooks/${notebook}.ipynb: ${fault}`)
  );
  if (executed.length === 0) faults.push("there must be a notebook in notebooks/, got none");
  if (faults.length > 0) {
    throw new TypeError(`Cannot ${WANTED}:\n  ${faults.join("\n  ")}`);
  }
  return executed.map(({ published }) => published);
}

/** Warnings go to standard error, what was made to standard output. */
function tell({ claims, evidence }: ReportContent, folder: string, json: boolean) {
  const runs = evidence.runs.map(({ manifest: { run_id, state }, folder, warnings }) => ({
    run_id,
    folder,
    state,
    warnings,
  }));
  const files = Object.fromEntries(
    Object.entries(REPORT_FILES).map(([what, name]) => [what, `${folder}/${name}`]),
  );
  for (const { run_id, warnings } of runs) {
    for (const warning of warnings) console.error(`  ${run_id}: ${warning}`);
  }
  console.log(json ? JSON.stringify({ ...files, claims_count: claims.size, runs }) : files.page);
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(await runCommand(() => report(Deno.args), { verbose }));
}
