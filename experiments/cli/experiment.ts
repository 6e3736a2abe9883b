/**
 * `deno task experiment`: lists the catalog, or runs one experiment.
 *
 * @module
 */
import { Command } from "commander";
import { catalog } from "../catalog/catalog.ts";
import { type Experiment, SIZES } from "../catalog/definition.ts";
import { countedText, countText } from "../run/format.ts";
import { inPlanOrder, resultLines } from "../run/result.ts";
import { runExperiment, type RunResult } from "../run/run_experiment.ts";
import { lineProgress, type Progress, terminalProgress } from "../run/progress.ts";
import { RUNS_FOLDER, writeFault } from "../run/run_folder.ts";
import { summaryTable } from "../run/schema.ts";
import { textTable } from "../run/table.ts";
import { catalogJson, catalogLines, catalogMarkdown } from "./catalog_list.ts";
import { readCommandLine } from "./command_line.ts";
import { type CommandRequest, readRequest } from "./experiment_request.ts";
import { EXIT, runCommand, throwFaults } from "./fail.ts";
import { onInterrupt } from "./signals.ts";
import { createSystemClock } from "../../services/aws/system_clock.ts";
import { targets } from "./targets.ts";

const HELP = `
Examples:
  deno task experiment                                   the catalog
  deno task experiment phase5                            worker scaling, in under three minutes
  deno task experiment phase5 --trial concurrency-20     one row of its table
  deno task experiment phase5 --target sim --size original   hours of drain in seconds
  deno task experiment parity                            local and sim, held against each other
  deno task experiment phase5 --set prefetch=original    the original's prefetching
  deno task experiment phase5 --set payment_ms=250 --set trials=8x8,8x4
  deno task experiment phase3 --json > phase3.json

Exit codes: 0 done; 1 the run failed, its data is kept; 2 bad input, nothing started;
130 interrupted, its data is kept.`;

/** Settings of an experiment with meaning and defaults, for its `--help`. */
function settingsHelp(entry: Experiment | undefined): string {
  if (entry === undefined) {
    return "\nSettings of one experiment: deno task experiment phase5 --help";
  }
  const { shape } = entry.settings;
  const rows = Object.entries(shape).map(([key, schema]) => [
    key,
    ...SIZES.map((size) => valueText(entry.sizes[size][key])),
    schema.description ?? "",
  ]);
  const columns = [
    { header: "setting", align: "left" as const },
    ...SIZES.map((header) => ({ header })),
    { header: "meaning", align: "left" as const },
  ];
  return `\nSettings of ${entry.name} (--set key=value), with their defaults by size:\n${
    textTable(columns, rows).join("\n")
  }`;
}

function valueText(value: unknown): string {
  return typeof value === "number" ? String(Math.round(value * 1000) / 1000) : String(value);
}

function experimentCommand(argv: readonly string[]): Command {
  const collect = (value: string, values: string[]) => [...values, value];
  return new Command("deno task experiment")
    .description("Runs an experiment; without a name, lists those there are.")
    .argument("[name]", "one of the catalog")
    .option("--target <name>", `where it runs: ${Object.keys(targets).join(", ")}`, "local")
    .option("--size <name>", `which numbers: ${SIZES.join(", ")}`, "quick")
    .option("--trial <id>", "only this trial; may be given more than once", collect, [])
    .option("--set <key=value>", "changes a setting; may be given more than once", collect, [])
    .option("--repetitions <number>", "executions of each trial", "1")
    .option("--seed <number>", "seed of order bodies, think times, arrivals; default: random")
    .option("--out <dir>", "where the run's folder goes", RUNS_FOLDER)
    .option("--json", "one JSON document on standard output, and nothing else")
    .option("--markdown", "without a name: the catalog as README has it")
    .option("--verbose", "stack traces of unforeseen errors")
    .addHelpText("after", HELP)
    .addHelpText("after", settingsHelp(catalog.find(({ name }) => argv.includes(name))));
}

/** Runs the command; returns its exit code. */
export async function experiment(argv: readonly string[]): Promise<number> {
  if (argv[0] === "parity") return await (await import("./parity.ts")).parity(argv.slice(1));
  const { options, operands, faults } = readCommandLine(experimentCommand(argv), argv, "run");
  const [name] = operands;
  if (name === undefined) {
    if (options.json === true && options.markdown === true) {
      faults.push({ wanted: "list the catalog", rule: "--json and --markdown exclude each other" });
    }
    throwFaults(faults);
    listCatalog(options);
    return EXIT.done;
  }
  if (options.markdown === true) {
    const rule = "--markdown lists the catalog, and takes no name";
    faults.push({ wanted: `run ${name}`, rule, value: name });
  }
  const request = readRequest(name, options, faults);
  const parent = String(options.out);
  if (faults.length === 0) {
    const fault = await writeFault(parent);
    if (fault !== undefined) {
      faults.push({
        wanted: `run ${name}`,
        rule: `--out must be writable: ${fault}`,
        value: parent,
      });
    }
  }
  throwFaults(faults);
  return await run(request!, parent, options.json === true);
}

/** Prints the catalog in one of three ways. */
function listCatalog({ json, markdown }: Record<string, unknown>): void {
  if (json === true) return console.log(catalogJson(catalog));
  const lines = markdown === true ? catalogMarkdown(catalog) : catalogLines(catalog);
  lines.forEach((line) => console.log(line));
}

async function run(request: CommandRequest, parent: string, json: boolean): Promise<number> {
  const { experiment, plan, size, target } = request;
  const say = (line: string) => console.error(line);
  say(`${experiment.name} · ${experiment.title} · ${target}, ${size} (${plan.headline})`);
  say(`${experiment.question}\n`);
  const progress: Progress = !json && Deno.stderr.isTerminal()
    ? terminalProgress((await import("node:process")).stderr)
    : lineProgress(say);
  const interruption = onInterrupt((name) =>
    progress.note(`${name}: stopping; what was measured is kept`)
  );
  const clock = createSystemClock();
  try {
    const result = await runExperiment(request, {
      targetName: target,
      startTarget: () => targets[target](plan, (text) => progress.note(text), clock),
      clock,
      progress,
      parent,
      signal: interruption.signal,
    });
    progress.stop();
    const rows = inPlanOrder(plan, result.rows);
    if (json) {
      console.log(JSON.stringify({
        run_id: result.runId,
        run_dir: result.runDir,
        state: result.state,
        summary: rows.map((row) =>
          Object.fromEntries(
            summaryTable.columns.map(({ name }) => [name, row[name as keyof typeof row] ?? null]),
          )
        ),
      }));
    } else {
      console.log();
      resultLines(experiment, plan, rows).forEach((line) => console.log(line));
      if (result.state === "interrupted") {
        const planned = countedText(plan.trials.length * request.repetitions, "trial");
        console.log(
          `  The run was interrupted, with ${countText(rows.length)} of ${planned} begun`,
        );
      }
      console.log(`\n  data      ${result.runDir}`);
      console.log(`  next      ${nextText(result, request, parent)}`);
    }
    for (const fault of result.faults) say(`  FAILED    ${fault}`);
    if (result.faults.length > 0) say(`  more      ${checkText(result, parent)}`);
    if (result.state === "interrupted") return EXIT.interrupted;
    return result.state === "completed" ? EXIT.done : EXIT.failed;
  } finally {
    progress.stop();
    interruption.dispose();
  }
}

/** The command that proves a run; by its path where it is not looked for by its id. */
function checkText({ runId, runDir }: RunResult, parent: string): string {
  return `deno task runs check ${parent === RUNS_FOLDER ? runId : runDir}`;
}

/** What can be typed next; report and notebooks look for runs only where they go by default. */
function nextText(result: RunResult, { target, size }: CommandRequest, parent: string): string {
  return [
    checkText(result, parent),
    ...(parent === RUNS_FOLDER ? ["deno task report", "deno task notebook"] : []),
    ...(target === "sim" && size === "original" ? [] : ["… --target sim --size original"]),
  ].join("  ·  ");
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(await runCommand(() => experiment(Deno.args), { verbose }));
}
