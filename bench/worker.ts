/**
 * `bench worker`: how much of its slots' time a worker turns into payments.
 *
 * @module
 */
import { countText, significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import { untilAborted } from "../experiments/run/until_aborted.ts";
import { hostScript } from "../infra/local/hosts.ts";
import type { AwsEnvironment } from "../experiments/run/ports.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { workerTimes } from "./efficiency.ts";
import { createBenchQueue } from "./order_queue.ts";
import { peerVersion } from "./peer_version.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";
import { withCloud } from "./with_cloud.ts";
import { SQS_CONSUMER, type WorkerSubject, workerSubjects } from "./worker_subjects.ts";

const OURS = "spillway";
const PAYMENT_MS = 100;

interface WorkerCase {
  id: string;
  slots: number;
  orders: number;
  /** Least efficiency that must hold. */
  efficiencyMin?: number;
  /** Least multiple of a peer's efficiency that must hold. */
  peerRatioMin?: { peer: string; ratio: number };
}

/** Ten seconds of payments each: a process that starts cold is slower in its first. */
const CASES: readonly WorkerCase[] = [
  { slots: 1, efficiencyMin: 0.98 },
  { slots: 5, efficiencyMin: 0.98 },
  { slots: 20, efficiencyMin: 0.98 },
  { slots: 100, efficiencyMin: 0.97 },
  // The usual way to set sqs-consumer up: the first of its README.
  { slots: 400, peerRatioMin: { peer: "sqs-consumer message", ratio: 2 } },
].map((each) => ({ ...each, id: `slots-${each.slots}`, orders: each.slots * 100 }));

/** A run that takes this much longer than its payments is given up, milliseconds. */
const OVERRUN_MS_MAX = 60_000;
const STOP_TIMEOUT_MS = 5_000;

async function runOnce(
  aws: AwsEnvironment,
  subject: WorkerSubject,
  { orders, slots }: WorkerCase,
  signal: AbortSignal,
) {
  const queue = await createBenchQueue(aws);
  try {
    await queue.fill(orders, signal);
    const task = { aws, queueUrl: queue.url, slots, paymentMs: PAYMENT_MS };
    const { child, capture } = subject.start(task);
    try {
      await child.ready;
      const limit = AbortSignal.timeout(orders / slots * PAYMENT_MS + OVERRUN_MS_MAX);
      const ended = child.exited.then(({ code, stderr }) => {
        throw new Error(`${subject.name} ended with code ${code}: ${stderr.join("\n")}`);
      });
      ended.catch(() => {});
      const done = Promise.race([capture.untilCompleted(orders), ended]);
      await untilAborted(done, AbortSignal.any([signal, limit]));
    } finally {
      await child.stop(STOP_TIMEOUT_MS);
    }
    const times = workerTimes(capture.events(), { orders, slots, paymentMs: PAYMENT_MS });
    return { ...times, cpuS: capture.cpuS() };
  } finally {
    await queue.remove();
  }
}

async function measure(context: BenchContext): Promise<string[]> {
  const { record, say, signal } = context;
  const versions = await Promise.all(
    workerSubjects.map(({ npmPackage }) => npmPackage ? peerVersion(npmPackage) : context.version),
  );
  await withCloud(context, async ({ aws }) => {
    for (let run = 1; run <= context.runs; run++) {
      for (const bench of wantedCases(CASES, context)) {
        for (const [index, subject] of workerSubjects.entries()) {
          const times = await runOnce(aws, subject, bench, signal);
          const base = { case: bench.id, subject: subject.name, version: versions[index]!, run };
          record({ ...base, metric: "efficiency", value: times.efficiency, unit: "ratio" });
          record({ ...base, metric: "taken", value: times.takenMs / 1000, unit: "s" });
          record({ ...base, metric: "payment_mean", value: times.paymentMsMean, unit: "ms" });
          record({ ...base, metric: "paid_twice", value: times.paidTwice, unit: "orders" });
          if (times.cpuS !== undefined) {
            const value = times.cpuS * 1e6 / bench.orders;
            record({ ...base, metric: "cpu_per_order", value, unit: "µs" });
          }
          say(`run ${run}  ${bench.id}  ${subject.name}  ${times.efficiency.toFixed(3)}`);
        }
      }
    }
  });
  return [];
}

function result(all: readonly Measurement[]): BenchResult {
  const missed = CASES.flatMap((each) => missedBounds(all, each));
  const measured = CASES.filter(({ id }) => all.some((each) => each.case === id));
  const rows = measured.flatMap(({ id, slots, orders }) => {
    const ours = medianOf(all, { case: id, subject: OURS, metric: "efficiency" });
    return workerSubjects.map(({ name, npmPackage }, index) => {
      const of = (metric: string) => medianOf(all, { case: id, subject: name, metric });
      const spread = spreadOf(all, { case: id, subject: name, metric: "efficiency" });
      return [
        index === 0 ? String(slots) : "",
        index === 0 ? countText(orders) : "",
        npmPackage ? `${name} ${versionOf(all, name)}` : name,
        spreadText(spread, ratioText),
        npmPackage && spread && ours ? significant(ours / spread.median) : "",
        significant(of("payment_mean")),
        significant(of("cpu_per_order")),
        countText(of("paid_twice")),
      ];
    });
  });
  const columns = [
    { header: "slots" },
    { header: "orders" },
    { header: "worker", align: "left" },
    { header: "efficiency" },
    { header: "ours / its" },
    { header: "payment ms" },
    { header: "CPU µs/order" },
    { header: "paid twice" },
  ] as const;
  return {
    lines: [
      "  Efficiency: ideal time / time from the first start of a payment to the last completion;",
      `  payments of ${PAYMENT_MS} ms, queue filled beforehand, as many loops as slots. CPU: from the`,
      "  process's start on.",
      "",
      ...textTable(columns, rows),
      "",
      ...workerSubjects.map(({ name, setup }) => `  ${name}: ${setup}`),
    ],
    missed,
  };
}

function missedBounds(all: readonly Measurement[], bounds: WorkerCase): string[] {
  const { id, efficiencyMin = 0, peerRatioMin } = bounds;
  const of = (subject: string) => medianOf(all, { case: id, subject, metric: "efficiency" });
  const ours = of(OURS);
  if (ours === undefined) return [];
  const missed: string[] = [];
  if (ours < efficiencyMin) {
    missed.push(`${id}: efficiency must be >= ${efficiencyMin}, got ${ratioText(ours)}`);
  }
  const theirs = peerRatioMin && of(peerRatioMin.peer);
  if (peerRatioMin && theirs && ours / theirs < peerRatioMin.ratio) {
    const rule = `efficiency must be >= ${peerRatioMin.ratio} × that of ${peerRatioMin.peer}`;
    missed.push(`${id}: ${rule}, got ${significant(ours / theirs)} ×`);
  }
  return missed;
}

function versionOf(all: readonly Measurement[], name: string): string {
  return all.find(({ subject }) => subject === name)?.version ?? "";
}

function ratioText(ratio: number): string {
  return ratio.toFixed(3);
}

/** The bench. */
export const workerBench: Bench = {
  name: "worker",
  title: "a worker's efficiency at 1 to 400 slots, beside sqs-consumer",
  cases: CASES.map(({ id }) => id),
  scripts: [hostScript("cloud"), hostScript("worker"), SQS_CONSUMER],
  runs: 5,
  measure,
  result,
};
