/**
 * `bench api`: what publishing in shared calls brings, and what it costs a lone order.
 *
 * @module
 */
import {
  type HttpSender,
  httpSender,
  orderIdOf,
  orderOf,
  outcomeOf,
  runLoad,
  sendWarmUp,
} from "../experiments/load/mod.ts";
import { countText, significant } from "../experiments/run/format.ts";
import { ascending, quantile } from "../experiments/run/quantiles.ts";
import { textTable } from "../experiments/run/table.ts";
import { hostScript } from "../infra/local/hosts.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import { createSystemClock } from "../services/aws/system_clock.ts";
import { type RunningApi, withApi } from "./api_subject.ts";
import {
  type Bench,
  type BenchContext,
  type BenchResult,
  type Measurement,
  wantedCases,
} from "./definition.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";
import { withCloud } from "./with_cloud.ts";

interface ApiSubject {
  name: string;
  publishBatchMax: number;
}

const BATCHED: ApiSubject = { name: "spillway", publishBatchMax: 10 };
const SINGLE: ApiSubject = { name: "one publish a request", publishBatchMax: 1 };
const SUBJECTS = [BATCHED, SINGLE];

/** With the fewer, so many orders are in the cloud that the batching API is idle for a part of the time. */
const CONNECTIONS = [64, 128] as const;
/** The sender opens so many beforehand, in every case. */
const CONNECTIONS_MAX = Math.max(...CONNECTIONS);
const WARM_UP_ORDERS = 2_000;
const THROUGHPUT_MS = 5_000;
const LOW_RATE_PER_S = 50;
const LOW_RATE_S = 20;

/** Least ratio of accepted orders/s that must hold with the most connections: of the two capacities. */
const RATIO_MIN = 3.5;
/** Most that batching may add at the median at the low rate, milliseconds. */
const ADDED_MS_MAX = 1;

type Value = Pick<Measurement, "metric" | "value" | "unit">;

interface ApiCase {
  id: string;
  measure(sender: HttpSender, api: RunningApi, signal: AbortSignal): Promise<Value[]>;
}

const CASES: readonly ApiCase[] = [
  ...CONNECTIONS.map((connections): ApiCase => ({
    id: throughputId(connections),
    measure: (...args) => measureThroughput(connections, ...args),
  })),
  { id: "rate-50", measure: measureResponse },
];

function throughputId(connections: number): string {
  return `connections-${connections}`;
}

/** Closed loop, no think time. */
async function measureThroughput(
  connections: number,
  sender: HttpSender,
  api: RunningApi,
  signal: AbortSignal,
): Promise<Value[]> {
  const random = createSeededRandom(1);
  const before = await api.queued();
  const startMs = performance.now();
  const endMs = startMs + THROUGHPUT_MS;
  let begun = 0;
  let accepted = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (performance.now() < endMs && !signal.aborted) {
      const result = await sender.send(orderOf(orderIdOf("bench-", ++begun), random), signal);
      if (outcomeOf(result) === "confirmed") accepted++;
    }
  }));
  signal.throwIfAborted();
  const takenS = (performance.now() - startMs) / 1000;
  const queued = await api.queued() - before;
  if (queued < accepted) {
    throw new Error(`Cannot trust API: ${accepted} orders were accepted, got ${queued} queued`);
  }
  return [
    { metric: "accepted", value: accepted / takenS, unit: "orders/s" },
    { metric: "refused", value: begun - accepted, unit: "orders" },
  ];
}

/** Open loop; from the actual send, so that timers of the sender do not count. */
async function measureResponse(
  sender: HttpSender,
  _api: RunningApi,
  signal: AbortSignal,
): Promise<Value[]> {
  const clock = createSystemClock();
  const { rows } = await runLoad(
    {
      model: "open",
      arrivals: { kind: "constant", ratePerS: LOW_RATE_PER_S, durationS: LOW_RATE_S },
    },
    { trial: "bench", repetition: 1, path: "queue", runStartMs: clock.now() },
    { clock, sender, random: createSeededRandom(1) },
    signal,
  );
  signal.throwIfAborted();
  const responses = ascending(
    [...rows].flatMap((row) =>
      row.outcome === "confirmed" && row.responded_at_ms !== undefined &&
        row.sent_at_ms !== undefined
        ? row.responded_at_ms - row.sent_at_ms
        : []
    ),
  );
  const of = (q: number) => quantile(responses, q) ?? NaN;
  return [
    { metric: "response_p50", value: of(0.5), unit: "ms" },
    { metric: "response_p99", value: of(0.99), unit: "ms" },
    { metric: "refused", value: rows.length - responses.length, unit: "orders" },
  ];
}

async function measure(context: BenchContext): Promise<string[]> {
  const { record, say, signal, version } = context;
  await withCloud(context, async ({ aws }) => {
    for (let run = 1; run <= context.runs; run++) {
      for (const { id, measure } of wantedCases(CASES, context)) {
        // In turn, so that neither is always the first.
        for (const subject of run % 2 === 1 ? SUBJECTS : SUBJECTS.toReversed()) {
          signal.throwIfAborted();
          const values = await withApi(aws, subject.publishBatchMax, async (api) => {
            const sender = httpSender({ url: api.orderUrl });
            try {
              await sender.connect(CONNECTIONS_MAX);
              const warmUp = {
                idPrefix: "warm-",
                orders: WARM_UP_ORDERS,
                inFlight: CONNECTIONS_MAX,
              };
              await sendWarmUp(warmUp, { sender, random: createSeededRandom(2) }, signal);
              return await measure(sender, api, signal);
            } finally {
              sender.close();
            }
          });
          for (const value of values) {
            record({ case: id, subject: subject.name, version, run, ...value });
          }
          const told = values.map(({ metric, value, unit }) =>
            `${metric} ${significant(value)} ${unit}`
          );
          say(`run ${run}  ${id}  ${subject.name}  ${told.join("  ")}`);
        }
      }
    }
  });
  return [];
}

function result(all: readonly Measurement[]): BenchResult {
  const missed: string[] = [];
  const of = (id: string, { name }: ApiSubject, metric: string) => ({
    case: id,
    subject: name,
    metric,
  });
  const rows = SUBJECTS.map((subject) => [
    subject.name,
    ...CONNECTIONS.map((connections) =>
      spreadText(spreadOf(all, of(throughputId(connections), subject, "accepted")), countText)
    ),
    spreadText(spreadOf(all, of("rate-50", subject, "response_p50")), significant),
    spreadText(spreadOf(all, of("rate-50", subject, "response_p99")), significant),
    countText(
      all.filter((each) => each.subject === subject.name && each.metric === "refused")
        .reduce((sum, { value }) => sum + value, 0),
    ),
  ]);
  const columns = [
    { header: "publishing", align: "left" },
    ...CONNECTIONS.map((connections) => ({ header: `accepted/s, ${connections} connections` })),
    { header: `p50 ms at ${LOW_RATE_PER_S}/s` },
    { header: "p99 ms" },
    { header: "not accepted" },
  ] as const;
  const sentences: string[] = [];
  for (const connections of CONNECTIONS) {
    const accepted = (subject: ApiSubject) =>
      medianOf(all, of(throughputId(connections), subject, "accepted"));
    const [batched, single] = [accepted(BATCHED), accepted(SINGLE)];
    if (!batched || !single) continue;
    const ratio = significant(batched / single);
    const [orders, where] = ["the orders of one publish a request", `${connections} connections`];
    sentences.push(`Batches accept ${ratio} × ${orders}, at ${where}.`);
    if (connections === CONNECTIONS_MAX && batched / single < RATIO_MIN) {
      missed.push(`accepted/s must be >= ${RATIO_MIN} × ${orders} at ${where}, got ${ratio} ×`);
    }
  }
  const added = (metric: string) => {
    const [ours, theirs] = SUBJECTS.map((each) => medianOf(all, of("rate-50", each, metric)));
    return ours === undefined || theirs === undefined ? undefined : ours - theirs;
  };
  const addedMs = added("response_p50");
  if (addedMs !== undefined) {
    const p99 = added("response_p99")?.toFixed(2);
    sentences.push(
      `At ${LOW_RATE_PER_S}/s batching adds ${addedMs.toFixed(2)} ms at the median, ${p99} at p99.`,
    );
    if (addedMs > ADDED_MS_MAX) {
      missed.push(
        `batching may add <= ${ADDED_MS_MAX} ms at the median, got ${addedMs.toFixed(2)}`,
      );
    }
  }
  const lines = [
    `  POST /orders/async end to end (API, SNS, SQS), by our own sender, warmed by ${
      countText(WARM_UP_ORDERS)
    } orders;`,
    "  responses count from the send.",
    "",
    ...textTable(columns, rows),
    "",
    ...sentences.map((sentence) => `  ${sentence}`),
  ];
  return { lines, missed };
}

/** The bench. */
export const apiBench: Bench = {
  name: "api",
  title: "accepted orders/s and added delay, micro-batched beside one publish a request",
  cases: CASES.map(({ id }) => id),
  scripts: [hostScript("cloud"), hostScript("api")],
  runs: 5,
  measure,
  result,
};
