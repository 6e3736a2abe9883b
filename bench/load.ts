/**
 * `bench load`: requests a core, and how well a schedule is kept.
 *
 * @module
 */
import { countText, significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import { startChild } from "../infra/local/child_process.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import type { ArrivalLag } from "./lag.ts";
import { type LoadClient, loadClients, type LoadTask, OWN_LOAD } from "./load_clients.ts";
import { findProgram, runProgram, versionOf } from "./programs.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";

const OURS = "spillway";
const CONNECTIONS = 64;
const DURATION_S = 5;
/** Least multiple of k6's requests a core that must hold. */
const K6_RATIO_MIN = 1.5;
/** Most multiple of vegeta's p99 lag that may be, at {@linkcode BOUND_CASE}. */
const VEGETA_LAG_RATIO_MAX = 4;
const BOUND_CASE = "open-3000";

const SERVER = new URL("./peers/load_server.ts", import.meta.url).href;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 2_000;

const CASES = [
  { id: "closed-64" },
  { id: "open-1000", ratePerS: 1000 },
  { id: "open-3000", ratePerS: 3000 },
  { id: "open-5000", ratePerS: 5000 },
] as const satisfies readonly { id: string; ratePerS?: number }[];

interface Installed extends LoadClient {
  installedVersion: string;
}

async function installedClients(context: BenchContext) {
  const installed: Installed[] = [];
  const missing: string[] = [];
  for (const client of loadClients) {
    if (client.program === undefined) {
      installed.push({ ...client, installedVersion: context.version });
    } else if (await findProgram(client.program) === undefined) {
      missing.push(`${client.name} is not installed: ${client.install}`);
    } else installed.push({ ...client, installedVersion: await versionOf(client.version ?? []) });
  }
  return { installed, missing };
}

/** Client on one core, server on the next, where that can be asked for. */
async function pinning(): Promise<(core: number) => string[]> {
  const possible = navigator.hardwareConcurrency >= 2 && await findProgram("taskset");
  return (core) => possible ? ["taskset", "-c", String(core)] : [];
}

interface Report extends ArrivalLag {
  spanMs: number;
}

async function ask(url: string, path: string): Promise<Report> {
  return await (await fetch(url + path)).json();
}

function valuesOf(report: Report, task: LoadTask) {
  if (task.model === "closed") {
    const value = report.arrived / (report.spanMs / 1000);
    return [{ metric: "requests", value, unit: "requests/s" }];
  }
  return [
    { metric: "lag_p50", value: report.p50Ms, unit: "ms" },
    { metric: "lag_p99", value: report.p99Ms, unit: "ms" },
    { metric: "missing", value: task.ratePerS * task.durationS - report.arrived, unit: "requests" },
  ];
}

async function measure(context: BenchContext): Promise<string[]> {
  const { record, say, signal } = context;
  const { installed, missing } = await installedClients(context);
  const pinned = await pinning();
  const server = startChild({
    taskId: "server",
    script: SERVER,
    permissions: ["--allow-net=127.0.0.1"],
    env: {},
    startTimeoutMs: START_TIMEOUT_MS,
  });
  try {
    const url = (await server.ready) ?? "";
    const core = pinned(1);
    if (core.length > 0) {
      const words = ["taskset", "-a", "-c", "-p", "1", String(server.pid)];
      await runProgram({ words }, signal);
    } else say("taskset is not here: client and server share all cores, figures are not per core");
    for (let run = 1; run <= context.runs; run++) {
      for (const bench of wantedCases(CASES, context)) {
        for (const client of installed) {
          const task: LoadTask = "ratePerS" in bench
            ? { url, model: "open", ratePerS: bench.ratePerS, durationS: DURATION_S }
            : { url, model: "closed", connections: CONNECTIONS, durationS: DURATION_S };
          await ask(url, "/reset");
          const command = client.command(task);
          await runProgram({ ...command, words: [...pinned(0), ...command.words] }, signal);
          const report = await ask(url, `/report?rate=${"ratePerS" in bench ? bench.ratePerS : 1}`);
          const values = valuesOf(report, task);
          const { name: subject, installedVersion: version } = client;
          for (const value of values) record({ case: bench.id, subject, version, run, ...value });
          const told = values.map(({ metric, value }) => `${metric} ${significant(value)}`);
          say(`run ${run}  ${bench.id}  ${subject}  ${told.join("  ")}`);
        }
      }
    }
  } finally {
    await server.stop(STOP_TIMEOUT_MS);
  }
  return missing;
}

function result(all: readonly Measurement[]): BenchResult {
  const left = "left" as const;
  const of = (id: string, subject: string, metric: string) =>
    medianOf(all, { case: id, subject, metric });
  const rows = CASES.flatMap(({ id }) => {
    const names = [...new Set(all.filter((each) => each.case === id).map((each) => each.subject))];
    return names.map((subject, index) => {
      const spread = (metric: string) => spreadOf(all, { case: id, subject, metric });
      const version = all.find((each) => each.subject === subject)?.version ?? "";
      const [ours, theirs] = [of(id, OURS, "requests"), of(id, subject, "requests")];
      return [
        index === 0 ? id : "",
        subject === OURS ? subject : `${subject} ${version}`,
        spreadText(spread("requests"), countText),
        subject !== OURS && ours && theirs ? significant(ours / theirs) : "",
        spreadText(spread("lag_p50"), significant),
        spreadText(spread("lag_p99"), significant),
        countText(spread("missing")?.median),
      ];
    });
  });
  const columns = [
    { header: "case", align: left },
    { header: "client", align: left },
    { header: "requests/s a core" },
    { header: "ours / its" },
    { header: "lag p50 ms" },
    { header: "lag p99 ms" },
    { header: "missing" },
  ];
  return {
    lines: [
      `  closed: ${CONNECTIONS} connections, client on one core, server on another; open: constant rate,`,
      "  lag behind schedule as the server sees it. Ours is warmed up before, as in every experiment.",
      "",
      ...textTable(columns, rows),
    ],
    missed: missedBounds(of),
  };
}

type MedianOf = (id: string, subject: string, metric: string) => number | undefined;

function missedBounds(of: MedianOf): string[] {
  const missed: string[] = [];
  const [ours, k6] = [of("closed-64", OURS, "requests"), of("closed-64", "k6", "requests")];
  if (ours && k6 && ours < K6_RATIO_MIN * k6) {
    missed.push(`requests/s must be >= ${K6_RATIO_MIN} × k6's, got ${significant(ours / k6)} ×`);
  }
  const unsent = of(BOUND_CASE, OURS, "missing") ?? 0;
  if (unsent > 0) missed.push(`${BOUND_CASE}: nothing may be missing, got ${countText(unsent)}`);
  const lag = of(BOUND_CASE, OURS, "lag_p99");
  const vegeta = of(BOUND_CASE, "vegeta", "lag_p99");
  if (lag !== undefined && vegeta !== undefined && lag > VEGETA_LAG_RATIO_MAX * vegeta) {
    const rule = `p99 lag must be <= ${VEGETA_LAG_RATIO_MAX} × vegeta's ${significant(vegeta)} ms`;
    missed.push(`${BOUND_CASE}: ${rule}, got ${significant(lag)} ms`);
  }
  return missed;
}

/** The bench. */
export const loadBench: Bench = {
  name: "load",
  title: "requests a core and lag behind schedule, beside vegeta, k6, autocannon and Locust",
  cases: CASES.map(({ id }) => id),
  scripts: [SERVER, OWN_LOAD],
  runs: 5,
  measure,
  result,
};
