/**
 * The one description of what runs: names, limits and numbers that every target shares. The embedded
 * cloud, the supervisor and the AWS deployment are made from it.
 *
 * @module
 */

/** Names and numbers of one deployment of the order workload. Names default to the original's. */
export interface Topology {
  /** SNS topic of accepted orders. */
  topicName: string;
  /** SQS queue that the workers read. */
  queueName: string;
  /** SQS dead-letter queue of `queueName`. */
  deadLetterQueueName: string;
  /** Lambda function on the `lambda` path. */
  functionName: string;
  /** CloudWatch log group of the API's tasks. */
  apiLogGroup: string;
  /** CloudWatch log group of the worker tasks. */
  workerLogGroup: string;
  /** CloudWatch log group of the function. */
  functionLogGroup: string;
  /** ECS cluster of both services. */
  clusterName: string;
  /** ECS service of the API's tasks, and the load balancer before it. */
  apiServiceName: string;
  /** ECS service of the worker tasks. */
  workerServiceName: string;
  /** Receives before the queue moves a message to the dead-letter queue; >= 1. */
  maxReceiveCount: number;
  /** Lease of a received message, whole seconds, 0 to 43,200. */
  visibilityTimeoutS: number;
  /** Long poll, whole seconds, 0 to 20. */
  receiveWaitS: number;
  /** How long the queue keeps a message, seconds, 60 to 1,209,600. */
  messageRetentionS: number;
  /** Time of one payment, milliseconds. */
  paymentMs: number;
  /** Payments at once in one task. */
  paymentSlots: number;
  /** CPU units of a task; 1,024 are one vCPU. */
  taskCpuUnits: number;
  /** Memory of a task, MiB. */
  taskMemoryMb: number;
  /** Fewest and most API tasks. */
  apiTasksMin: number;
  apiTasksMax: number;
  /** Fewest and most worker tasks. */
  workerTasksMin: number;
  workerTasksMax: number;
  /** Memory of the function, MiB. */
  functionMemoryMb: number;
  /** When an invocation of the function is ended, seconds. */
  functionTimeoutS: number;
  /** How long log groups keep events, days. */
  logRetentionDays: number;
}

/**
 * The original system's names and numbers (`data/reference/README.md`). Ours, because it publishes none:
 * cluster, services and log groups; `functionTimeoutS` (the queue's lease, so that both paths give up on
 * a payment after the same time); fewest and most workers; `logRetentionDays`.
 */
export const originalTopology: Readonly<Topology> = {
  topicName: "order-processing-events",
  queueName: "order-processing-queue",
  deadLetterQueueName: "order-processing-queue-dlq",
  functionName: "order-processor-lambda",
  apiLogGroup: "/ecs/order-api",
  workerLogGroup: "/ecs/order-worker",
  functionLogGroup: "/aws/lambda/order-processor-lambda",
  clusterName: "order-processing",
  apiServiceName: "order-api",
  workerServiceName: "order-worker",
  maxReceiveCount: 3,
  visibilityTimeoutS: 30,
  receiveWaitS: 20,
  messageRetentionS: 345_600,
  paymentMs: 3000,
  paymentSlots: 5,
  taskCpuUnits: 256,
  taskMemoryMb: 512,
  apiTasksMin: 2,
  apiTasksMax: 4,
  workerTasksMin: 1,
  workerTasksMax: 40,
  functionMemoryMb: 512,
  functionTimeoutS: 30,
  logRetentionDays: 14,
};

/**
 * The topology with `suffix` on every name, so that trials side by side share nothing.
 *
 * @param suffix letters, digits, `-` and `_`, at most 40 characters.
 * @example
 * ```ts
 * import { originalTopology, withSuffix } from "./topology.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(withSuffix(originalTopology, "t1").queueName, "order-processing-queue-t1");
 * assert.equal(withSuffix(originalTopology, "t1").deadLetterQueueName, "order-processing-queue-dlq-t1");
 * ```
 */
export function withSuffix(topology: Readonly<Topology>, suffix: string): Topology {
  if (!/^[A-Za-z0-9_-]{1,40}$/.test(suffix)) {
    throw new RangeError(
      `Cannot name a topology: suffix must be 1-40 letters, digits, - or _, got ${
        JSON.stringify(suffix)
      }`,
    );
  }
  return {
    ...topology,
    topicName: `${topology.topicName}-${suffix}`,
    queueName: `${topology.queueName}-${suffix}`,
    deadLetterQueueName: `${topology.deadLetterQueueName}-${suffix}`,
    functionName: `${topology.functionName}-${suffix}`,
    apiLogGroup: `${topology.apiLogGroup}-${suffix}`,
    workerLogGroup: `${topology.workerLogGroup}-${suffix}`,
    functionLogGroup: `${topology.functionLogGroup}-${suffix}`,
    clusterName: `${topology.clusterName}-${suffix}`,
    apiServiceName: `${topology.apiServiceName}-${suffix}`,
    workerServiceName: `${topology.workerServiceName}-${suffix}`,
  };
}
