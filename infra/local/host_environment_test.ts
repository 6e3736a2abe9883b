import assert from "node:assert/strict";
import fc from "fast-check";
import type { TrialSetup } from "../../experiments/run/ports.ts";
import { originalTopology, withSuffix } from "../topology.ts";
import {
  apiEnvironment,
  awsVariables,
  cloudEnvironment,
  nameSuffix,
  workerEnvironment,
} from "./host_environment.ts";

const setup: TrialSetup = {
  trial: "concurrency-20",
  repetition: 2,
  path: "queue",
  workers: 1,
  concurrency: 20,
  paymentSlots: 5,
  paymentMs: 100,
  prefetch: "ahead",
  visibilityTimeoutS: 30,
  onDisconnect: "cancel",
  inFlightMax: 10_000,
};

Deno.test("apiEnvironment() says what the API reads", () => {
  assert.deepEqual(apiEnvironment(setup, { topicArn: "arn:t" }), {
    HOST: "127.0.0.1",
    PORT: "0",
    ORDER_TOPIC_ARN: "arn:t",
    ORDER_PATH: "queue",
    TRIAL: "concurrency-20",
    REPETITION: "2",
    PAYMENT_SLOTS: "5",
    PAYMENT_MS: "100",
    ON_DISCONNECT: "cancel",
    IN_FLIGHT_MAX: "10000",
  });
  assert.equal(apiEnvironment({ ...setup, path: "sync" }, { topicArn: "t" }, 8080).PORT, "8080");
  assert.equal(apiEnvironment({ ...setup, path: "sync" }, { topicArn: "t" }).ORDER_PATH, "queue");
});

Deno.test("workerEnvironment() says what a worker reads", () => {
  assert.deepEqual(workerEnvironment(setup, originalTopology, { queueUrl: "http://q" }), {
    ORDER_QUEUE_URL: "http://q",
    ORDER_PATH: "queue",
    TRIAL: "concurrency-20",
    REPETITION: "2",
    CONCURRENCY: "20",
    PAYMENT_SLOTS: "5",
    PAYMENT_MS: "100",
    PREFETCH: "ahead",
    VISIBILITY_TIMEOUT_S: "30",
    RECEIVE_WAIT_S: "20",
    MAX_RECEIVE_COUNT: "3",
  });
});

Deno.test("awsVariables() leaves the endpoint out on real AWS", () => {
  const aws = { region: "us-east-1", accessKeyId: "a", secretAccessKey: "s" };
  assert.equal("AWS_ENDPOINT_URL" in awsVariables(aws), false);
  assert.equal(awsVariables({ ...aws, endpointUrl: "http://e" }).AWS_ENDPOINT_URL, "http://e");
});

Deno.test("cloudEnvironment() passes latencies as JSON", () => {
  const latenciesMs = { "sns.publish": 110 };
  assert.deepEqual(
    cloudEnvironment({ port: 0, region: "us-east-1", metricPeriodS: 5, latenciesMs }),
    { PORT: "0", AWS_REGION: "us-east-1", METRIC_PERIOD_S: "5", LATENCIES: '{"sns.publish":110}' },
  );
});

Deno.test("nameSuffix() always makes names that topologies and SQS take", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), fc.integer({ min: 1, max: 999 }), (trial, n) => {
      const topology = withSuffix(originalTopology, nameSuffix(trial, n, "a1b2c3"));
      assert.match(topology.deadLetterQueueName, /^[A-Za-z0-9_-]{1,80}$/);
      assert.match(topology.queueName, new RegExp(`-r${n}-a1b2c3$`));
    }),
  );
});
