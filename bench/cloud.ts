/**
 * `bench cloud`: orders/s through the embedded cloud, beside other emulators.
 *
 * @module
 */
import { countText, significant } from "../experiments/run/format.ts";
import { textTable } from "../experiments/run/table.ts";
import { type CloudCalls, prepareCalls } from "./cloud_calls.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { type Emulator, EMULATOR_SCRIPTS, emulators } from "./emulators.ts";
import { spreadOf, spreadText } from "./statistics.ts";

const CREDENTIALS = { region: "us-east-1", accessKeyId: "test", secretAccessKey: "test" };
const MEASURED_MS = 3_000;
const WARM_UP_MS = 500;
/** A slow emulator's backlog is as large as it takes in this time. */
const FILL_MS_MAX = 15_000;
const BACKLOG = 50_000;

type Call = (calls: CloudCalls) => Promise<number>;

const CASES: readonly { id: string; inFlight: number; backlog: number; call: Call }[] = [
  { id: "publish", inFlight: 32, backlog: 0, call: (calls) => calls.publish() },
  { id: "publish-batch", inFlight: 16, backlog: 0, call: (calls) => calls.publishBatch() },
  {
    id: "receive-delete",
    inFlight: 16,
    backlog: BACKLOG,
    call: (calls) => calls.receiveAndDelete(),
  },
];

/** Orders and seconds of calls made side by side for `forMs`, or until `ordersMax`. */
async function callFor(
  call: () => Promise<number>,
  { inFlight, forMs, ordersMax = Infinity }: {
    inFlight: number;
    forMs: number;
    ordersMax?: number;
  },
  signal: AbortSignal,
): Promise<{ orders: number; seconds: number }> {
  const startMs = performance.now();
  let orders = 0;
  await Promise.all(Array.from({ length: inFlight }, async () => {
    while (performance.now() - startMs < forMs && orders < ordersMax && !signal.aborted) {
      // Not `orders += await …`: the loops would overwrite each other's counts.
      const done = await call();
      orders += done;
    }
  }));
  signal.throwIfAborted();
  return { orders, seconds: (performance.now() - startMs) / 1000 };
}

async function measureOne(
  emulator: Emulator,
  { inFlight, backlog, call }: (typeof CASES)[number],
  signal: AbortSignal,
): Promise<{ rate: number; backlog: number }> {
  const running = await emulator.start(signal);
  try {
    const calls = await prepareCalls({ ...CREDENTIALS, endpointUrl: running.url });
    try {
      const filling = { inFlight, forMs: FILL_MS_MAX, ordersMax: backlog };
      const filled = await callFor(calls.sendBatch, filling, signal);
      await callFor(() => call(calls), { inFlight, forMs: WARM_UP_MS }, signal);
      const measured = { inFlight, forMs: MEASURED_MS };
      const { orders, seconds } = await callFor(() => call(calls), measured, signal);
      return { rate: orders / seconds, backlog: filled.orders };
    } finally {
      calls.close();
    }
  } finally {
    await running.stop();
  }
}

async function measure(context: BenchContext): Promise<string[]> {
  const { record, say, signal } = context;
  const found: { emulator: Emulator; version: string }[] = [];
  const missing: string[] = [];
  for (const emulator of emulators) {
    const answer = await emulator.find(context.version);
    if ("missing" in answer) missing.push(answer.missing);
    else found.push({ emulator, version: answer.version });
  }
  for (let run = 1; run <= context.runs; run++) {
    for (const bench of wantedCases(CASES, context)) {
      for (const { emulator, version } of found) {
        const base = { case: bench.id, subject: emulator.name, version, run };
        try {
          const { rate, backlog } = await measureOne(emulator, bench, signal);
          record({ ...base, metric: "rate", value: rate, unit: "orders/s" });
          record({ ...base, metric: "backlog", value: backlog, unit: "orders" });
          say(`run ${run}  ${bench.id}  ${emulator.name}  ${countText(rate)} orders/s`);
        } catch (error) {
          signal.throwIfAborted();
          // One emulator that gives up is a result, not the end of the bench.
          const why = error instanceof Error ? error.message : String(error);
          missing.push(`${emulator.name}, ${bench.id}, run ${run}: ${why}`);
        }
      }
    }
  }
  return missing;
}

function result(all: readonly Measurement[]): BenchResult {
  const names = emulators.map(({ name }) => name)
    .filter((name) => all.some(({ subject }) => subject === name));
  const rows = CASES.flatMap(({ id }) =>
    names.map((subject, index) => {
      const of = (name: string, metric = "rate") =>
        spreadOf(all, { case: id, subject: name, metric });
      const [ours, its] = [of(names[0]!), of(subject)];
      const version = all.find((each) => each.subject === subject)?.version ?? "";
      return [
        index === 0 ? id : "",
        index === 0 ? subject : `${subject} ${version}`,
        spreadText(its, countText),
        index > 0 && ours && its ? significant(ours.median / its.median) : "",
        countText(of(subject, "backlog")?.median),
      ];
    })
  );
  const columns = [
    { header: "case", align: "left" },
    { header: "emulator", align: "left" },
    { header: "orders/s" },
    { header: "ours / its" },
    { header: "backlog" },
  ] as const;
  return {
    lines: [
      "  SNS → SQS through the AWS SDK from one process; a fresh emulator a measurement. publish: 32 calls",
      "  in flight; publish-batch: 16, ten orders each; receive-delete: 16, from a backlog.",
      "",
      ...textTable(columns, rows),
    ],
    missed: [],
  };
}

/** The bench. */
export const cloudBench: Bench = {
  name: "cloud",
  title: "publishes, receives and deletes of the embedded cloud, beside fauxqs, ministack, moto",
  cases: CASES.map(({ id }) => id),
  scripts: EMULATOR_SCRIPTS,
  runs: 5,
  measure,
  result,
};
