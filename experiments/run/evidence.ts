/**
 * Where a run reads what its trials did: part of what a target provides.
 *
 * @module
 */
import type { Topology } from "../../infra/topology.ts";
import type { LedgerFacts } from "../collect/ledger_facts.ts";
import type { MetricsSource } from "../collect/metric_query.ts";
import type { WorkerStatistics } from "./summary.ts";

/** Whose record is wanted. */
export interface RecordQuery {
  trial: string;
  /** 1 to n. */
  repetition: number;
  topology: Topology;
  /** Epoch milliseconds: before the first and after the last thing that the trial wrote. */
  fromEpochMs: number;
  toEpochMs: number;
}

/** What the services of one trial wrote; warm-up orders are left out of `facts`. */
export interface TrialRecord {
  facts: LedgerFacts;
  /** What the worker processes said of themselves; none in a simulation. */
  workers: WorkerStatistics[];
  warmUpEvents: number;
  /** Messages that were no orders. */
  poisonMessages: number;
  /** Lines that look like ledger events but are not whole. */
  unreadableEvents: number;
}

/** What a target shows of its trials. */
export interface Evidence {
  /** Everything written so far; asked again while events are missing. */
  readRecord(query: RecordQuery): Promise<TrialRecord>;
  metrics: MetricsSource;
  /** Ids left in a queue; leaves the messages there. */
  leftOver(queueUrl: string): Promise<ReadonlySet<string>>;
}
