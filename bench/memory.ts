/**
 * `bench memory`: what the local stack holds in memory while orders pile up.
 *
 * @module
 */
import { httpSender, sendWarmUp } from "../experiments/load/mod.ts";
import { significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import type { RunningTrial } from "../experiments/run/ports.ts";
import { untilAborted } from "../experiments/run/until_aborted.ts";
import { hostScript } from "../infra/local/hosts.ts";
import { childrenOf } from "../infra/local/process_probe.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { type ProcessMemory, processMemory } from "./process_memory.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";
import { withCloud } from "./with_cloud.ts";

const CASES = [{ id: "backlog-100000", orders: 100_000 }] as const;
const CONNECTIONS = 64;
/** The backlog is hardly worked on. Source: the original system's payment. */
const PAYMENT_MS = 3_000;
const MIB = 2 ** 20;
/** Most that the whole stack may hold: 1.5 GB. */
const TOTAL_MIB_MAX = Math.floor(1.5e9 / MIB);

const PROGRAMS = [
  { subject: "cloud", script: "/cloud_main.ts" },
  { subject: "api", script: "/services/api/main.ts" },
  { subject: "worker", script: "/services/worker/main.ts" },
] as const;
/** This process: it starts the others, ships their logs and sends the load. */
const SUPERVISOR = "supervisor and load";
const STACK = "whole stack";

async function pileUp(trial: RunningTrial, orders: number, { say, signal }: BenchContext) {
  const sender = httpSender({ url: `${trial.apiUrl}/orders/async` });
  try {
    const load = { idPrefix: "bench-", orders, inFlight: CONNECTIONS };
    const lost = await sendWarmUp(load, { sender, random: createSeededRandom(1) }, signal);
    signal.throwIfAborted();
    if (lost > 0) throw new Error(`Cannot pile up: every order must be accepted, ${lost} were not`);
  } finally {
    sender.close();
  }
  await untilAborted(trial.settle(), signal);
  const { visible, notVisible } = await trial.depth();
  say(`${visible} orders wait, ${notVisible} are held by the worker`);
}

function subjectOf({ pid, command }: ProcessMemory): string | undefined {
  if (pid === Deno.pid) return SUPERVISOR;
  return PROGRAMS.find(({ script }) => command.endsWith(script))?.subject;
}

async function measure(context: BenchContext): Promise<string[]> {
  const { record, say, signal, version } = context;
  for (let run = 1; run <= context.runs; run++) {
    for (const { id, orders } of wantedCases(CASES, context)) {
      const processes = await withCloud(context, async (target) => {
        const trial = await target.prepare({
          trial: id,
          repetition: run,
          path: "queue",
          workers: 1,
          concurrency: 5,
          paymentSlots: 5,
          paymentMs: PAYMENT_MS,
          prefetch: "ahead",
          visibilityTimeoutS: 30,
          onDisconnect: "cancel",
          inFlightMax: 10_000,
        });
        await pileUp(trial, orders, context);
        return await processMemory([Deno.pid, ...await childrenOf(Deno.pid)]);
      });
      signal.throwIfAborted();
      let totalMib = 0;
      for (const { subject } of PROGRAMS) {
        if (processes.some((each) => subjectOf(each) === subject)) continue;
        throw new Error(`Cannot measure memory: ${subject} must be running, got no such process`);
      }
      for (const each of processes) {
        const subject = subjectOf(each);
        if (subject === undefined) continue;
        totalMib += each.rssBytes / MIB;
        const base = { case: id, subject, version, run, unit: "MiB" };
        record({ ...base, metric: "rss", value: each.rssBytes / MIB });
        record({ ...base, metric: "rss_peak", value: each.peakBytes / MIB });
      }
      record({
        case: id,
        subject: STACK,
        version,
        run,
        metric: "rss",
        value: totalMib,
        unit: "MiB",
      });
      say(`run ${run}  ${id}  ${significant(totalMib)} MiB`);
    }
  }
  return [];
}

function result(all: readonly Measurement[]): BenchResult {
  const missed: string[] = [];
  const subjects = [...PROGRAMS.map(({ subject }) => subject), SUPERVISOR, STACK];
  const rows = CASES.flatMap(({ id }) =>
    subjects.map((subject) => [
      id,
      subject,
      spreadText(spreadOf(all, { case: id, subject, metric: "rss" }), significant),
      spreadText(spreadOf(all, { case: id, subject, metric: "rss_peak" }), significant),
    ])
  );
  for (const { id } of CASES) {
    const total = medianOf(all, { case: id, subject: STACK, metric: "rss" });
    if (total !== undefined && total >= TOTAL_MIB_MAX) {
      missed.push(`${id}: memory must be < ${TOTAL_MIB_MAX} MiB, got ${significant(total)}`);
    }
  }
  const columns = [
    { header: "case", align: "left" },
    { header: "process", align: "left" },
    { header: "resident MiB" },
    { header: "peak MiB" },
  ] as const;
  return {
    lines: [
      "  Memory of each process of the local stack when the backlog stands, all logs shipped.",
      "",
      ...textTable(columns, rows),
    ],
    missed,
  };
}

/** The bench. */
export const memoryBench: Bench = {
  name: "memory",
  title: "memory of the whole local stack at a backlog of 100,000 orders",
  cases: CASES.map(({ id }) => id),
  scripts: [hostScript("cloud"), hostScript("api"), hostScript("worker")],
  runs: 1,
  measure,
  result,
};
