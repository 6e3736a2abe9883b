/**
 * The ports of an experiment: what the runner needs of the place that the services run in.
 *
 * @module
 */
import type { Topology } from "../../infra/topology.ts";
import type { OrderPath } from "../../services/orders/ledger_event.ts";
import type { Clock } from "../../services/orders/ports.ts";
import type { ExperimentPlan } from "../catalog/definition.ts";
import type { Sender } from "../load/sender.ts";
import type { Evidence } from "./evidence.ts";
import type { Job } from "./schedule.ts";

/** How many messages a worker takes ahead of its free slots; see `services/worker`. */
export type Prefetch = "ahead" | "original" | number;

/** Everything that one trial asks of its services. */
export interface TrialSetup {
  /** Trial id; contains a letter. */
  trial: string;
  /** 1 to n. */
  repetition: number;
  /** `sync` starts no workers. */
  path: OrderPath;
  /** Worker processes. */
  workers: number;
  /** Orders that one worker works on at once. */
  concurrency: number;
  /** Payments at once in a process: in each worker, and in the API on `sync`. */
  paymentSlots: number;
  /** Time of one payment, milliseconds, > 0. */
  paymentMs: number;
  prefetch: Prefetch;
  /** Lease of a received message, whole seconds. */
  visibilityTimeoutS: number;
  /** What a request does whose client went away before its payment. */
  onDisconnect: "cancel" | "pay";
  /** Requests that the API holds at once. */
  inFlightMax: number;
}

/** How to reach the AWS services of a target. */
export interface AwsEnvironment {
  /** Absent on real AWS. */
  endpointUrl?: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** What the queue's attributes say; approximate on AWS. */
export interface QueueDepth {
  visible: number;
  notVisible: number;
  delayed: number;
  /** Visible messages of the dead-letter queue. */
  deadLettered: number;
}

/** One trial's running services. */
export interface RunningTrial {
  apiUrl: string;
  topology: Topology;
  topicArn: string;
  /** Absent on `sync`. */
  queueUrl?: string;
  deadLetterQueueUrl?: string;
  /** Sets the number of worker processes; resolves when that many are ready (or have ended). */
  setWorkers(count: number): Promise<void>;
  /** Sends a signal to every process of a service, as a fault. */
  kill(service: "api" | "worker", signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** Resets every connection to queues and topics, as a fault. It may reach other trials' too. */
  resetConnections(): Promise<void>;
  /** Stops the API gracefully. */
  stopApi(): Promise<void>;
  /** What the queue holds now; zeros on `sync`. */
  depth(): Promise<QueueDepth>;
  /** Resolves when all that the services have written is in the logs. */
  settle(): Promise<void>;
  /** Stops every process of the trial gracefully, and removes its topic and queues. */
  teardown(): Promise<void>;
}

/** Where experiments run. */
export interface Target {
  readonly name: "local" | "sim" | "aws";
  readonly aws: AwsEnvironment;
  /** Creates topic, queues, log groups, API and workers of one trial; resolves when all are ready. */
  prepare(setup: TrialSetup): Promise<RunningTrial>;
  /** Stops everything, also trials not torn down. Safe to call twice. */
  teardown(): Promise<void>;
  /** Rejects when something that all trials need is gone (the embedded cloud died). Never resolves. */
  readonly failed: Promise<never>;
}

/** A sender of a trial's orders. */
export interface TrialSender extends Sender {
  /** Opens connections until `count` are idle, so that the first sends find them open. Never throws. */
  connect(count: number): Promise<void>;
  /** Ends all connections. */
  close(): void;
}

/**
 * A part of a run that has a time of its own: all trials of a run where time is real, each trial where
 * it is virtual.
 */
export interface Session {
  jobs: readonly Job[];
  clock: Clock;
  /** Epoch milliseconds on `clock` that the session's rows count from. */
  startEpochMs: number;
  target: Pick<Target, "prepare">;
  evidence: Evidence;
  /** @param timeoutMs longest wait of a client for its answer; default 60,000. */
  openSender(running: RunningTrial, path: OrderPath, timeoutMs?: number): TrialSender;
  /** Runs `work` while the session's time goes on. */
  within(work: () => Promise<void>): Promise<void>;
  /** For what `work` awaits that is not on the session's clock: files. */
  outside(work: () => Promise<void>): Promise<void>;
}

/** A target that has been started for a run. */
export interface StartedTarget extends Pick<Target, "name" | "teardown" | "failed"> {
  /** For the manifest: where the services run, and where times come from. */
  region: string;
  clocks: ClockSource[];
  /** How long missing events are waited for before an order counts as lost, seconds. */
  logSettleS: number;
  /** The run's jobs by session, in order. */
  sessions(jobs: readonly Job[], run: SessionRun): Iterable<Session>;
}

/** What sessions share. */
export interface SessionRun {
  /** Epoch milliseconds of the run's start on real clocks. */
  startedAtMs: number;
  /** Of all that is random. */
  seed: number;
  plan: ExperimentPlan;
}

/** Where hosts' times come from, and how far two hosts may differ. */
export interface ClockSource {
  hosts: string;
  source: string;
  error_ms: number;
}
