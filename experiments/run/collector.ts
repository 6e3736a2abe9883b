/**
 * Everything that a trial wrote, read back from where its target keeps it.
 *
 * @module
 */
import { buildLedger, type Ledger } from "../collect/ledger.ts";
import {
  type Datapoint,
  dimensionsText,
  type MetricQuery,
  type MetricsSource,
  queueQueries,
} from "../collect/metric_query.ts";
import type { Rows } from "../collect/rows.ts";
import type { RequestRow } from "../load/mod.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { TrialPlan } from "../catalog/definition.ts";
import type { Evidence, TrialRecord } from "./evidence.ts";
import type { RunningTrial } from "./ports.ts";
import type { Row } from "./csv_files.ts";
import type { WorkerStatistics } from "./summary.ts";
import { isAccepted } from "./conservation.ts";

/** What collecting needs. */
export interface CollectDeps {
  evidence: Evidence;
  clock: Clock;
  /** Epoch milliseconds of the run's start. */
  startEpochMs: number;
  metricPeriodS: number;
  /** How long missing events are waited for before an order counts as lost, seconds. */
  logSettleS: number;
}

/** A trial whose load and drain are over. */
export interface FinishedTrial {
  plan: TrialPlan;
  repetition: number;
  running: RunningTrial;
  requests: Rows<RequestRow>;
  /** Epoch milliseconds: before the first and after the last thing it wrote. */
  fromEpochMs: number;
  toEpochMs: number;
  /** Start of its load, milliseconds since the run's start: what CloudWatch saw before was warm-up. */
  loadStartedAtMs: number;
  /** Whether messages may be left in the queue. */
  queueMayHoldOrders: boolean;
}

/** What there is to know of a trial. */
export interface CollectedTrial {
  ledger: Ledger;
  paymentMs: Float64Array;
  workers: WorkerStatistics[];
  queueRows: Row[];
  serviceRows: Row[];
  queueVisible: number[];
  queueAgeS: number[];
  warmUpEvents: number;
  marks: string[];
}

/** Reads the record until it accounts for every order, then metrics. */
export async function collectTrial(
  deps: CollectDeps,
  trial: FinishedTrial,
  signal?: AbortSignal,
): Promise<CollectedTrial> {
  const { queueUrl, deadLetterQueueUrl } = trial.running;
  const leftInQueue = trial.queueMayHoldOrders && queueUrl !== undefined
    ? await deps.evidence.leftOver(queueUrl)
    : new Set<string>();
  const deadLettered = deadLetterQueueUrl === undefined
    ? new Set<string>()
    : await deps.evidence.leftOver(deadLetterQueueUrl);
  const { record, ledger } = await readSettledRecord(
    deps,
    trial,
    { leftInQueue, deadLettered },
    signal,
  );
  const points = await readMetrics(deps, trial);
  return {
    ledger,
    paymentMs: record.facts.paymentMs(),
    workers: record.workers,
    queueRows: points.queue.map((point) => datapointRow(deps, trial, point)),
    serviceRows: points.service.map((point) => datapointRow(deps, trial, point)),
    queueVisible: sinceLoad(deps, trial, points.queue, "ApproximateNumberOfMessagesVisible"),
    queueAgeS: sinceLoad(deps, trial, points.queue, "ApproximateAgeOfOldestMessage"),
    warmUpEvents: record.warmUpEvents,
    marks: collectMarks(record, ledger),
  };
}

/** Values of a metric of the trial's queue in periods that end after the load has begun. */
function sinceLoad(
  { startEpochMs }: CollectDeps,
  { running, loadStartedAtMs }: FinishedTrial,
  points: readonly Datapoint[],
  metric: string,
): number[] {
  return points.filter(({ query, atMs, periodS }) =>
    query.metric === metric &&
    query.dimensions.QueueName === running.topology.queueName &&
    atMs + periodS * 1000 > startEpochMs + loadStartedAtMs
  ).map(({ value }) => value);
}

function collectMarks({ poisonMessages, unreadableEvents }: TrialRecord, ledger: Ledger): string[] {
  const marks: string[] = [];
  if (poisonMessages > 0) marks.push(`poison_messages=${poisonMessages}`);
  if (unreadableEvents > 0) marks.push(`unreadable_events=${unreadableEvents}`);
  if (ledger.unknownIds.length > 0) marks.push(`foreign_orders=${ledger.unknownIds.length}`);
  return marks;
}

/** Reads the record again while an accepted order has no end in it, up to `logSettleS`. */
async function readSettledRecord(
  deps: CollectDeps,
  trial: FinishedTrial,
  queues: { leftInQueue: ReadonlySet<string>; deadLettered: ReadonlySet<string> },
  signal?: AbortSignal,
): Promise<{ record: TrialRecord; ledger: Ledger }> {
  const { plan, repetition, requests, running, fromEpochMs, toEpochMs } = trial;
  const { topology } = running;
  const identity = { trial: plan.trial, repetition };
  const startedAtMs = deps.clock.now();
  for (let waitMs = 250;; waitMs = Math.min(5_000, waitMs * 2)) {
    const record = await deps.evidence.readRecord({
      ...identity,
      topology,
      fromEpochMs,
      toEpochMs,
    });
    const ledger = buildLedger({ ...identity, requests, facts: record.facts, ...queues });
    const settled = isSettled(ledger);
    const waitedS = (deps.clock.now() - startedAtMs) / 1000;
    if (settled || waitedS >= deps.logSettleS) return { record, ledger };
    await deps.clock.sleep(waitMs, signal);
  }
}

/** Whether every accepted order has its events. */
function isSettled({ rows }: Ledger): boolean {
  for (const row of rows) {
    if (row.final_state === "lost") return false;
    if (isAccepted(row) && row.accepted_at_ms === undefined) return false;
  }
  return true;
}

async function readMetrics(
  deps: CollectDeps,
  trial: FinishedTrial,
): Promise<{ queue: Datapoint[]; service: Datapoint[] }> {
  const { metrics } = deps.evidence;
  const { topology, queueUrl } = trial.running;
  const window = {
    fromMs: trial.fromEpochMs,
    toMs: trial.toEpochMs + deps.metricPeriodS * 1000,
    periodS: deps.metricPeriodS,
  };
  const queueNames = queueUrl === undefined
    ? []
    : [topology.queueName, topology.deadLetterQueueName];
  const service = await serviceQueries(metrics, trial.plan.trial);
  return {
    queue: await metrics.datapoints(queueNames.flatMap(queueQueries), window),
    service: await metrics.datapoints(service, window),
  };
}

/** What the trial's services and the embedded cloud say of themselves, in our own namespaces. */
async function serviceQueries(metrics: MetricsSource, trial: string): Promise<MetricQuery[]> {
  const own = await metrics.list("Spillway", { trial });
  const cloud = await metrics.list("Spillway/Cloud", {});
  return [
    ...own.map((found) => ({ ...found, namespace: "Spillway" })),
    ...cloud.map((found) => ({ ...found, namespace: "Spillway/Cloud" })),
  ].map((found) => ({ ...found, statistic: "Maximum" as const }));
}

function datapointRow(deps: CollectDeps, trial: FinishedTrial, point: Datapoint): Row {
  const { query, periodS, atMs, value } = point;
  return {
    trial: trial.plan.trial,
    repetition: trial.repetition,
    namespace: query.namespace,
    metric: query.metric,
    dimensions: dimensionsText(query.dimensions),
    statistic: query.statistic,
    period_s: periodS,
    at_ms: atMs - deps.startEpochMs,
    value,
    unit: query.unit,
  };
}
