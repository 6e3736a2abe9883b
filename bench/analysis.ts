/**
 * `bench analysis`: notebooks 3 and 4 on ledgers of millions of orders, from their files to the last figure, beside
 * pandas, which computes percentiles, drain and duplicates of the same ledgers, and nothing else.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { countText, significant, timeLeftText } from "../experiments/run/format.ts";
import { ordersTable } from "../experiments/run/schema.ts";
import { textTable } from "../experiments/run/table.ts";
import { freeBytes } from "../infra/doctor_facts.ts";
import {
  type AnalysisSubject,
  analysisSubjects,
  OWN_NOTEBOOKS,
  SUBJECTS,
} from "./analysis_subjects.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { GENERATED_TRIALS, generateRuns } from "./generated_runs.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";

const CASES = [
  { id: "rows-1000000", rows: 1_000_000 },
  // Of pandas' time and memory.
  { id: "rows-10000000", rows: 10_000_000, timeMax: 0.6, memoryMax: 0.5 },
] as const satisfies readonly {
  id: string;
  rows: number;
  timeMax?: number;
  memoryMax?: number;
}[];

/** A ledger's row, its request and its share of the datapoints, in bytes; a little more than it is. */
const ROW_BYTES_MAX = 330;
/** The only folder that a bench may write in. */
const OUT = fileURLToPath(new URL("out", import.meta.url));

async function measure(context: BenchContext): Promise<string[]> {
  const cases = wantedCases(CASES, context);
  await Deno.mkdir(OUT, { recursive: true });
  checkSpace(Math.max(...cases.map(({ rows }) => rows)));
  const temporary = await Deno.makeTempDir({ dir: OUT, prefix: "analysis-" });
  try {
    const { found, missing } = await analysisSubjects(temporary, context);
    for (const each of cases) await measureCase(each, found, temporary, context);
    return missing;
  } finally {
    await Deno.remove(temporary, { recursive: true });
  }
}

function checkSpace(rows: number): void {
  const [wanted, free] = [rows * ROW_BYTES_MAX, freeBytes(OUT)];
  if (free >= wanted) return;
  throw new Error(
    `Cannot generate ${countText(rows)} orders: ${OUT} must have ${gigabytes(wanted)} free, got ` +
      `${gigabytes(free)}; type --case ${CASES[0].id}`,
  );
}

async function measureCase(
  { id, rows }: { id: string; rows: number },
  all: readonly AnalysisSubject[],
  temporary: string,
  context: BenchContext,
): Promise<void> {
  const { record, say, runs, signal } = context;
  const left = timeLeft();
  const parent = `${temporary}/${id}`;
  const folders = await generateRuns(parent, rows / GENERATED_TRIALS, (done) => {
    say(`${id} generating: trial ${done} of ${GENERATED_TRIALS}${left(done, GENERATED_TRIALS)}`);
  }, signal);
  const bytes = await bytesOf(folders);
  say(`${id} ${countText(rows)} ledger rows, ${gigabytes(bytes)}, in ${folders.length} runs`);
  const leftToMeasure = timeLeft();
  for (let run = 1; run <= runs; run++) {
    for (const [place, { name, version, analyse }] of all.entries()) {
      const report = await analyse(folders, signal);
      if (report.rows !== undefined && report.rows !== rows) {
        throw new Error(`${name} must read all ${rows} rows, got ${report.rows}`);
      }
      const shared = { case: id, subject: name, version, run };
      record({ ...shared, metric: "time", value: report.seconds, unit: "s" });
      record({ ...shared, metric: "rss", value: report.rss_bytes, unit: "bytes" });
      record({ ...shared, metric: "ledger", value: bytes, unit: "bytes" });
      const done = (run - 1) * all.length + place + 1;
      say(
        `${id} ${name} run ${run}: ${significant(report.seconds)} s, ` +
          gigabytes(report.rss_bytes) + leftToMeasure(done, runs * all.length),
      );
    }
  }
  await Deno.remove(parent, { recursive: true });
}

/** Words about how long the rest takes, if it goes on as it went. */
function timeLeft(): (done: number, total: number) => string {
  const startedAtMs = performance.now();
  return (done, total) => timeLeftText((performance.now() - startedAtMs) / 1000, done, total);
}

async function bytesOf(folders: readonly string[]): Promise<number> {
  const files = folders.map((folder) => Deno.stat(`${folder}/${ordersTable.file}`));
  return (await Promise.all(files)).reduce((sum, { size }) => sum + size, 0);
}

function gigabytes(bytes: number): string {
  return `${significant(bytes / 1e9)} GB`;
}

function result(measurements: readonly Measurement[]): BenchResult {
  const missed: string[] = [];
  const lines: string[] = [];
  const rows = CASES.flatMap((each) =>
    Object.values(SUBJECTS).flatMap((subject) => {
      const of = (metric: string) => spreadOf(measurements, { case: each.id, subject, metric });
      const [time, rss] = [of("time"), of("rss")];
      if (time === undefined || rss === undefined) return [];
      const against = (metric: string, median: number) => {
        const peer = medianOf(measurements, { case: each.id, subject: SUBJECTS.pandas, metric });
        return peer === undefined ? undefined : median / peer;
      };
      const ratios = { time: against("time", time.median), memory: against("rss", rss.median) };
      if (subject === SUBJECTS.ours) {
        lines.push(
          `  ${each.id}: ${countText(each.rows)} ledger rows, ${gigabytes(of("ledger")!.median)}.`,
        );
        if ("timeMax" in each) missed.push(...boundFaults(each, ratios));
      }
      return [[
        each.id,
        subject,
        spreadText(time, significant),
        significant(ratios.time),
        spreadText(rss, (bytes) => significant(bytes / 1e6)),
        significant(ratios.memory),
      ]];
    })
  );
  const columns = [
    { header: "case", align: "left" },
    { header: "subject", align: "left" },
    { header: "s" },
    { header: "× pandas" },
    { header: "peak MB" },
    { header: "× pandas" },
  ] as const;
  lines.push(
    "  spillway: all of notebooks 3 and 4; pandas: percentiles, drain and duplicates alone.",
    "",
    ...textTable(columns, rows),
  );
  return { lines, missed };
}

function boundFaults(
  { id, timeMax, memoryMax }: { id: string; timeMax: number; memoryMax: number },
  { time, memory }: { time: number | undefined; memory: number | undefined },
): string[] {
  const fault = (what: string, ratio: number | undefined, most: number) =>
    ratio === undefined || ratio <= most
      ? []
      : [`${id}: ${what} must be at most ${most} of pandas', got ${significant(ratio)}`];
  return [...fault("time", time, timeMax), ...fault("memory", memory, memoryMax)];
}

/** See the module. */
export const analysisBench: Bench = {
  name: "analysis",
  title: "notebooks on ledgers of up to ten million orders, beside pandas",
  cases: CASES.map(({ id }) => id),
  scripts: [OWN_NOTEBOOKS],
  runs: 3,
  measure,
  result,
};
