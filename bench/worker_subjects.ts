/**
 * The workers that `bench worker` measures: each a process of its own.
 *
 * @module
 */
import { type Child, startChild } from "../infra/local/child_process.ts";
import { awsVariables } from "../infra/local/host_environment.ts";
import { hostPermissions, hostScript } from "../infra/local/hosts.ts";
import type { AwsEnvironment } from "../experiments/run/ports.ts";
import { createEventCapture, type EventCapture } from "./event_capture.ts";

/** What a worker is to do. */
export interface WorkerTask {
  aws: AwsEnvironment;
  queueUrl: string;
  /** Payments at once; as many loops. */
  slots: number;
  paymentMs: number;
}

/** A worker that can be measured. */
export interface WorkerSubject {
  name: string;
  /** The npm package whose version counts; absent for what is ours. */
  npmPackage?: string;
  /** How it is set up, in words. */
  setup: string;
  start(task: WorkerTask): { child: Child; capture: EventCapture };
}

const START_TIMEOUT_MS = 30_000;
/** sqs-consumer as a worker. */
export const SQS_CONSUMER = new URL("./peers/sqs_consumer.ts", import.meta.url).href;

/** Our worker and its peers. */
export const workerSubjects: readonly WorkerSubject[] = [
  {
    name: "spillway",
    setup: "services/worker/main.ts with its defaults; a ledger line is written out an event",
    start: (task) => start("spillway", hostScript("worker"), task),
  },
  sqsConsumer("batch", "handleMessageBatch: deletes by the batch, waits for the whole batch"),
  sqsConsumer("message", "handleMessage: deletes one by one, waits for the whole batch"),
];

function sqsConsumer(handler: "batch" | "message", setup: string): WorkerSubject {
  return {
    name: `sqs-consumer ${handler}`,
    npmPackage: "sqs-consumer",
    setup: `slots / 10 consumers of up to 10 in one process, our SDK client, ${setup}`,
    start: (task) => start("sqs-consumer", SQS_CONSUMER, task, { HANDLER: handler }),
  };
}

function start(
  taskId: string,
  script: string,
  { aws, queueUrl, slots, paymentMs }: WorkerTask,
  env: Readonly<Record<string, string>> = {},
) {
  const capture = createEventCapture();
  const child = startChild({
    taskId,
    script,
    permissions: hostPermissions("worker", aws.endpointUrl),
    env: {
      ...env,
      ...awsVariables(aws),
      ORDER_QUEUE_URL: queueUrl,
      CONCURRENCY: String(slots),
      PAYMENT_SLOTS: String(slots),
      PAYMENT_MS: String(paymentMs),
    },
    shipper: capture,
    startTimeoutMs: START_TIMEOUT_MS,
  });
  return { child, capture };
}
