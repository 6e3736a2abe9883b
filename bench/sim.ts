/**
 * `bench sim`: orders a second of the simulation, beside SimPy on the same queue with the same ledger.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { pythonPackage, reportOf } from "./programs.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";

const OURS = "spillway";
const SIMPY = "SimPy";

/** Busy to 95 %, so that neither has a long line to look after. */
const QUEUE = { slots: 100, paymentMs: 100, ratePerS: 950 };

const CASES = [
  { id: "orders-100000", orders: 100_000 },
  { id: "orders-1000000", orders: 1_000_000, secondsMax: 30, rssBytesMax: 1e9 },
] as const satisfies readonly {
  id: string;
  orders: number;
  secondsMax?: number;
  rssBytesMax?: number;
}[];

const OWN_SIM = new URL("./peers/own_sim.ts", import.meta.url).href;
const SIMPY_QUEUE = fileURLToPath(new URL("./peers/simpy_queue.py", import.meta.url));
const OWN_PERMISSIONS = [
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--allow-sys",
  "--allow-run=git,sh",
];

interface Subject {
  name: string;
  version: string;
  words: string[];
}

interface Report {
  orders: number;
  seconds: number;
  rss_bytes: number;
}

async function installedSubjects(context: BenchContext) {
  const own = ["run", "--quiet", "--no-prompt", ...OWN_PERMISSIONS, OWN_SIM];
  const subjects: Subject[] = [
    { name: OURS, version: context.version, words: [Deno.execPath(), ...own] },
  ];
  const version = await pythonPackage("simpy");
  if (version === undefined) {
    return { subjects, missing: ["SimPy is not installed: pip install simpy"] };
  }
  subjects.push({ name: SIMPY, version, words: ["python3", SIMPY_QUEUE] });
  return { subjects, missing: [] };
}

async function runOnce(
  { name, words }: Subject,
  orders: number,
  signal: AbortSignal,
): Promise<Report> {
  const { slots, paymentMs, ratePerS } = QUEUE;
  const settings = [orders, slots, paymentMs, ratePerS].map(String);
  return await reportOf<Report>({ name, words: [...words, ...settings] }, signal);
}

async function measure(context: BenchContext): Promise<string[]> {
  const { subjects, missing } = await installedSubjects(context);
  for (const { id, orders } of wantedCases(CASES, context)) {
    for (let run = 1; run <= context.runs; run++) {
      for (const subject of subjects) {
        const report = await runOnce(subject, orders, context.signal);
        const { name, version } = subject;
        const shared = { case: id, subject: name, version, run };
        const ratePerS = report.orders / report.seconds;
        context.record({ ...shared, metric: "rate", value: ratePerS, unit: "orders/s" });
        context.record({ ...shared, metric: "time", value: report.seconds, unit: "s" });
        context.record({ ...shared, metric: "rss", value: report.rss_bytes, unit: "bytes" });
        context.say(`${id} ${name} run ${run}: ${significant(ratePerS)} orders/s`);
      }
    }
  }
  return missing;
}

function result(measurements: readonly Measurement[]): BenchResult {
  const missed: string[] = [];
  const rows = CASES.flatMap((each) =>
    [OURS, SIMPY].flatMap((subject) => {
      const of = (metric: string) => spreadOf(measurements, { case: each.id, subject, metric });
      const [rate, time, rss] = [of("rate"), of("time"), of("rss")];
      if (rate === undefined || time === undefined || rss === undefined) return [];
      const peer = medianOf(measurements, { case: each.id, subject: SIMPY, metric: "rate" });
      if (subject === OURS && "secondsMax" in each) {
        if (time.median > each.secondsMax) {
          missed.push(`${each.id}: ${significant(time.median)} s, at most ${each.secondsMax}`);
        }
        if (rss.median > each.rssBytesMax) {
          const megabytes = (bytes: number) => `${significant(bytes / 1e6)} MB`;
          missed.push(
            `${each.id}: ${megabytes(rss.median)}, at most ${megabytes(each.rssBytesMax)}`,
          );
        }
      }
      const ratio = peer === undefined ? "–" : significant(rate.median / peer);
      return [[
        each.id,
        subject,
        spreadText(rate, significant),
        ratio,
        significant(rss.median / 1e6),
      ]];
    })
  );
  const left = "left" as const;
  const columns = [
    { header: "case", align: left },
    { header: "subject", align: left },
    { header: "orders/s" },
    { header: "× SimPy" },
    { header: "peak MB" },
  ];
  return { lines: textTable(columns, rows), missed };
}

/** See the module. */
export const simBench: Bench = {
  name: "sim",
  title: "orders a second of the simulation, beside SimPy",
  cases: CASES.map(({ id }) => id),
  scripts: [OWN_SIM],
  runs: 3,
  measure,
  result,
};
