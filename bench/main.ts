/**
 * `deno task bench`: parts of this project, measured beside their peers.
 *
 * @module
 */
import { BadInput, EXIT, Interrupted, runCommand } from "../experiments/cli/fail.ts";
import { onInterrupt } from "../experiments/cli/signals.ts";
import { significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import { benches } from "./catalog.ts";
import { compareResults, type ComparisonResult } from "./compare.ts";
import type { Bench } from "./definition.ts";
import { readResults, type ResultRow } from "./results_csv.ts";
import { prefetch } from "./prefetch.ts";
import { commitText, machineText, openResults, resultsPath } from "./results_file.ts";
import { type BenchSettings, readBenchSettings } from "./settings.ts";

/** How any emulator is called. */
const CREDENTIALS = {
  region: "us-east-1",
  accessKeyId: "spillway",
  secretAccessKey: "spillway",
};

function listBenches(json: boolean): number {
  if (json) {
    console.log(JSON.stringify(benches.map(({ name, title, cases }) => ({ name, title, cases }))));
    return EXIT.done;
  }
  const columns = [{ header: "bench", align: "left" }, {
    header: "measures",
    align: "left",
  }] as const;
  textTable(columns, benches.map(({ name, title }) => [name, title]))
    .forEach((line) => console.log(line));
  console.log("\n  next      deno task bench worker");
  return EXIT.done;
}

async function readEarlier(path: string | undefined): Promise<ResultRow[] | undefined> {
  if (path === undefined) return undefined;
  const wanted = "compare";
  const text = await Deno.readTextFile(path).catch((error) => {
    const rule = `--compare must be a file that can be read (${error.message})`;
    throw new BadInput([{ wanted, rule, value: path }]);
  });
  const { rows, faults } = readResults(text);
  if (faults.length === 0) return rows;
  throw new BadInput(faults.map((rule) => ({ wanted, rule: `${path}: ${rule}` })));
}

function comparisonLines({ compared, unmatched }: ComparisonResult, path: string): string[] {
  const left = "left" as const;
  const columns = [
    { header: "case", align: left },
    { header: "subject", align: left },
    { header: "metric", align: left },
    { header: "then" },
    { header: "now" },
    { header: "unit", align: left },
    { header: "now / then" },
    { header: "runs", align: left },
  ];
  const rows = compared.map((each) => [
    each.case,
    each.subject,
    each.metric,
    significant(each.before.median),
    significant(each.now.median),
    each.unit,
    each.ratio === undefined ? "–" : each.ratio.toFixed(3),
    each.apart === undefined ? "one run" : each.apart ? "apart" : "overlap",
  ]);
  return [
    `  Against ${path}: medians; runs that overlap do not tell the two apart.`,
    "",
    ...textTable(columns, rows),
    ...unmatched.map((line) => `  ${line}`),
  ];
}

async function measure(bench: Bench, settings: BenchSettings): Promise<number> {
  const earlier = await readEarlier(settings.compare);
  const say = settings.json ? () => {} : (line: string) => console.error(`  ${line}`);
  const runs = settings.runs ?? bench.runs;
  const [machine, commit] = [machineText(), await commitText()];
  const path = settings.out ?? resultsPath(bench.name, new Date());
  say(`${bench.name} · ${bench.title}`);
  say(`${machine} · ${commit} · medians of ${runs}\n`);
  const interruption = onInterrupt((name) => say(`${name}: stopping; what was measured is kept`));
  await prefetch(bench.scripts, interruption.signal);
  const file = openResults(path, { bench: bench.name, machine, commit });
  let missing: string[] = [];
  let failure: unknown;
  try {
    missing = await bench.measure({
      runs,
      cases: settings.cases,
      version: commit,
      record: file.append,
      say,
      signal: interruption.signal,
      ...(settings.endpoint && { aws: { ...CREDENTIALS, endpointUrl: settings.endpoint } }),
    });
  } catch (error) {
    failure = interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    file.close();
    interruption.dispose();
  }
  const { lines, missed } = bench.result(file.rows);
  const comparison = earlier && compareResults(earlier, file.rows);
  if (settings.json) {
    const document = { bench: bench.name, machine, commit, csv: path, missing, missed };
    console.log(JSON.stringify({ ...document, comparison: comparison ?? null, rows: file.rows }));
  } else {
    console.log();
    lines.forEach((line) => console.log(line));
    missing.forEach((peer) => console.log(`  not measured: ${peer}`));
    if (comparison) {
      console.log();
      comparisonLines(comparison, settings.compare!).forEach((line) => console.log(line));
    }
    console.log(`\n  data      ${path}`);
  }
  missed.forEach((bound) => console.error(`  MISSED    ${bound}`));
  if (failure instanceof Interrupted) return EXIT.interrupted;
  if (failure !== undefined) throw failure;
  return missed.length > 0 ? EXIT.failed : EXIT.done;
}

if (import.meta.main) {
  const verbose = Deno.args.includes("--verbose");
  Deno.exit(
    await runCommand(() => {
      const settings = readBenchSettings(Deno.args, benches);
      return settings.bench ? measure(settings.bench, settings) : listBenches(settings.json);
    }, { verbose }),
  );
}
