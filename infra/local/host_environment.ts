/**
 * What the hosts of one trial are told: their environment variables.
 *
 * @module
 */
import type { AwsEnvironment, TrialSetup } from "../../experiments/run/ports.ts";
import type { Topology } from "../topology.ts";

/** Where and as whom a host calls AWS. */
export function awsVariables(aws: AwsEnvironment): Record<string, string> {
  return {
    ...(aws.endpointUrl !== undefined && { AWS_ENDPOINT_URL: aws.endpointUrl }),
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: aws.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
  };
}

/**
 * The environment of the API (`services/api/main.ts`).
 *
 * @param port where it listens on loopback, 0 to 65,535; 0 for a free one.
 */
export function apiEnvironment(
  setup: TrialSetup,
  resources: { topicArn: string },
  port = 0,
): Record<string, string> {
  return {
    ...trialVariables(setup),
    HOST: "127.0.0.1",
    PORT: String(port),
    ORDER_TOPIC_ARN: resources.topicArn,
    ORDER_PATH: setup.path === "lambda" ? "lambda" : "queue",
    ON_DISCONNECT: setup.onDisconnect,
    IN_FLIGHT_MAX: String(setup.inFlightMax),
  };
}

/** The environment of a worker (`services/worker/main.ts`). */
export function workerEnvironment(
  setup: TrialSetup,
  topology: Topology,
  resources: { queueUrl: string },
): Record<string, string> {
  return {
    ...trialVariables(setup),
    ORDER_QUEUE_URL: resources.queueUrl,
    ORDER_PATH: "queue",
    CONCURRENCY: String(setup.concurrency),
    PREFETCH: String(setup.prefetch),
    VISIBILITY_TIMEOUT_S: String(setup.visibilityTimeoutS),
    RECEIVE_WAIT_S: String(topology.receiveWaitS),
    MAX_RECEIVE_COUNT: String(topology.maxReceiveCount),
  };
}

function trialVariables(setup: TrialSetup): Record<string, string> {
  return {
    TRIAL: setup.trial,
    REPETITION: String(setup.repetition),
    PAYMENT_SLOTS: String(setup.paymentSlots),
    PAYMENT_MS: String(setup.paymentMs),
  };
}

/** The environment of the embedded cloud (`infra/local/cloud_main.ts`). */
export function cloudEnvironment({ port, region, metricPeriodS, latenciesMs }: {
  port: number;
  region: string;
  metricPeriodS: number;
  latenciesMs: Readonly<Record<string, number>>;
}): Record<string, string> {
  return {
    PORT: String(port),
    AWS_REGION: region,
    METRIC_PERIOD_S: String(metricPeriodS),
    LATENCIES: JSON.stringify(latenciesMs),
  };
}

/** Longest suffix that `withSuffix` takes. */
const SUFFIX_CHARACTERS_MAX = 40;

/**
 * A suffix for the names of one trial's resources: the trial in readable form and `unique`, which
 * keeps apart what readable forms do not.
 *
 * @param unique letters and digits, at most 12.
 * @example
 * ```ts
 * import { nameSuffix } from "./host_environment.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(nameSuffix("concurrency-20-slots-5", 1, "a1b2"), "concurrency-20-slots-5-r1-a1b2");
 * assert.equal(nameSuffix("rate=1.5", 2, "a1b2"), "rate-1-5-r2-a1b2");
 * ```
 */
export function nameSuffix(trial: string, repetition: number, unique: string): string {
  const end = `-r${repetition}-${unique}`;
  const readable = trial.replaceAll(/[^A-Za-z0-9_-]+/g, "-");
  return readable.slice(0, SUFFIX_CHARACTERS_MAX - end.length) + end;
}
