/**
 * What a trial was, what it left behind, and the row of `summary.csv` that is made of both.
 *
 * @module
 */
import type { Ledger } from "../collect/ledger.ts";
import type { Rows } from "../collect/rows.ts";
import type { RequestRow } from "../load/mod.ts";
import type { Window } from "./backlog.ts";
import type { OrderCounts } from "./conservation.ts";
import type { TrialState } from "./schema.ts";

/** Statistics that a worker process writes about itself. */
export interface WorkerStatistics {
  host: string;
  /** Milliseconds since the run's start. */
  atMs: number;
  /** Processor time of the process since its start, seconds. */
  cpuS: number;
  rssBytes: number;
}

/** What a trial was. */
export interface TrialIdentity {
  experiment: string;
  target: string;
  size: string;
  timeFactor: number;
  repetition: number;
}

/** What a trial left behind. */
export interface TrialEvidence {
  requests: Rows<RequestRow>;
  ledger: Ledger;
  /** Of these requests and this ledger, where they have been counted. */
  counts?: OrderCounts;
  /** Measured payments, milliseconds. */
  paymentMs: Iterable<number>;
  workers: readonly WorkerStatistics[];
  /** CloudWatch's datapoints of visible messages. */
  queueVisible: readonly number[];
  /** CloudWatch's datapoints of the oldest message's age, seconds. */
  queueAgeS: readonly number[];
  /** From the load's start to its planned end, or to its interruption. */
  load: Window;
  marks: readonly string[];
  /** Set where something other than the counts decided how the trial ended. */
  state?: TrialState;
}

/** One row of `summary.csv`; names as in `schema.ts`. */
export type SummaryRow =
  & OrderCounts
  & {
    experiment: string;
    target: string;
    size: string;
    time_factor: number;
    trial: string;
    repetition: number;
    path: string;
    load_model: "open" | "closed";
    users: number | undefined;
    workers: number;
    concurrency: number;
    payment_slots: number;
    prefetch: string;
    service_time_ms: number;
    offered_rate_per_s: number | undefined;
    offered_load_erlang: number | undefined;
    payment_ms_mean: number | undefined;
    payment_ms_p99: number | undefined;
    backlog_peak_orders: number | undefined;
    queue_visible_peak_messages: number | undefined;
    queue_age_peak_s: number | undefined;
    queue_periods: number;
    load_s: number;
    drain_s: number | undefined;
    shots?: number | undefined;
    marks: string;
    state: TrialState;
  }
  & ResponseFigures
  & AgeFigures
  & ThroughputFigures
  & WorkerFigures;

/** Mark of a trial whose ledger could not be read back: what became of its orders is not known. */
export const LEDGER_UNAVAILABLE = "ledger_unavailable";

/** Whether it is known what became of a trial's orders. A row that was read from its file may lack marks. */
export function hasLedger({ marks }: { marks?: string | undefined }): boolean {
  return !(marks ?? "").split(";").includes(LEDGER_UNAVAILABLE);
}

/** See {@linkcode SummaryRow}. */
export interface ResponseFigures {
  response_ms_p50: number | undefined;
  response_ms_p95: number | undefined;
  response_ms_p99: number | undefined;
  response_ms_max: number | undefined;
  last_confirmed_s: number | undefined;
  send_lag_ms_p99: number | undefined;
}

/** See {@linkcode SummaryRow}. */
export interface AgeFigures {
  backlog_growth_per_s: number | undefined;
  age_ms_mean: number | undefined;
  age_ms_p50: number | undefined;
  age_ms_p99: number | undefined;
  age_ms_max: number | undefined;
  hold_ms_max: number | undefined;
}

/** See {@linkcode SummaryRow}. */
export interface ThroughputFigures {
  throughput_per_s: number | undefined;
  throughput_window: "utilisation" | "load";
  utilisation_ratio: number | undefined;
}

/** See {@linkcode SummaryRow}. */
export interface WorkerFigures {
  worker_cpu_s: number | undefined;
  worker_rss_peak_bytes: number | undefined;
}
