/**
 * What each path needs in an AWS account, as data: the resources, and the settings of each that
 * somebody must decide. The network is the account's default VPC.
 *
 * @module
 */
import type { OrderPath } from "../services/orders/ledger_event.ts";
import type { Topology } from "./topology.ts";

/** One thing that is made in the account and has a life of its own. */
export interface Resource {
  /** Type in CloudFormation's words: `AWS::SQS::Queue`. */
  type: string;
  /** Its name, or whose part it is. */
  name: string;
  /**
   * What must be decided, by CloudFormation's property names, nested ones with dots. References to
   * other resources are not settings.
   */
  settings: Readonly<Record<string, string | number>>;
}

/**
 * Resources of one path.
 *
 * @example
 * ```ts
 * import { pathResources } from "./path_resources.ts";
 * import { originalTopology } from "./topology.ts";
 * import assert from "node:assert/strict";
 *
 * const queues = pathResources("queue", originalTopology).filter(({ type }) => type === "AWS::SQS::Queue");
 * assert.deepEqual(queues.map(({ name }) => name), ["order-processing-queue", "order-processing-queue-dlq"]);
 * ```
 */
export function pathResources(path: OrderPath, topology: Readonly<Topology>): Resource[] {
  switch (path) {
    case "sync":
      return apiResources(topology);
    case "queue":
      return [
        ...apiResources(topology),
        topic(topology),
        ...queueResources(topology),
        ...workerResources(topology),
      ];
    case "lambda":
      return [...apiResources(topology), topic(topology), ...functionResources(topology)];
  }
}

function apiResources(topology: Readonly<Topology>): Resource[] {
  const { apiServiceName: name, apiTasksMin, apiTasksMax } = topology;
  return [
    resource("AWS::ECS::Cluster", topology.clusterName),
    ...taskResources(topology, name, topology.apiLogGroup),
    ...serviceResources(name, apiTasksMin, apiTasksMax),
    resource("AWS::EC2::SecurityGroup", `${name}-balancer`, { "Ingress.Port": 443 }),
    resource("AWS::EC2::SecurityGroup", `${name}-tasks`, { "Ingress.Port": 8080 }),
    resource("AWS::ElasticLoadBalancingV2::LoadBalancer", name, { IdleTimeoutS: 60 }),
    resource("AWS::ElasticLoadBalancingV2::TargetGroup", name, {
      Port: 8080,
      HealthCheckPath: "/health",
      HealthCheckIntervalSeconds: 30,
      DeregistrationDelayS: 30,
    }),
    resource("AWS::ElasticLoadBalancingV2::Listener", name, { Port: 443, CertificateArn: "own" }),
  ];
}

function workerResources(topology: Readonly<Topology>): Resource[] {
  const { workerServiceName: name, workerTasksMin, workerTasksMax } = topology;
  return [
    ...taskResources(topology, name, topology.workerLogGroup),
    ...serviceResources(name, workerTasksMin, workerTasksMax),
    resource("AWS::EC2::SecurityGroup", `${name}-tasks`),
  ];
}

/** An image, what runs it, and what it may do. */
function taskResources(
  topology: Readonly<Topology>,
  name: string,
  logGroup: string,
): Resource[] {
  return [
    resource("AWS::ECR::Repository", name),
    resource("AWS::ECS::TaskDefinition", name, {
      Cpu: topology.taskCpuUnits,
      Memory: topology.taskMemoryMb,
      "Environment.PAYMENT_SLOTS": topology.paymentSlots,
      "Environment.PAYMENT_MS": topology.paymentMs,
    }),
    resource("AWS::IAM::Role", `${name}-execution`),
    resource("AWS::IAM::Role", `${name}-task`),
    resource("AWS::Logs::LogGroup", logGroup, { RetentionInDays: topology.logRetentionDays }),
  ];
}

/** A service that is scaled in steps, by two alarms of ours. */
function serviceResources(name: string, tasksMin: number, tasksMax: number): Resource[] {
  return [
    resource("AWS::ECS::Service", name, { DesiredCount: tasksMin }),
    resource("AWS::ApplicationAutoScaling::ScalableTarget", name, {
      MinCapacity: tasksMin,
      MaxCapacity: tasksMax,
    }),
    resource("AWS::ApplicationAutoScaling::ScalingPolicy", `${name}-out`, {
      ScalingAdjustment: 100,
      Cooldown: 60,
    }),
    resource("AWS::ApplicationAutoScaling::ScalingPolicy", `${name}-in`, {
      ScalingAdjustment: -50,
      Cooldown: 300,
    }),
  ];
}

function topic({ topicName }: Readonly<Topology>): Resource {
  return resource("AWS::SNS::Topic", topicName);
}

function queueResources(topology: Readonly<Topology>): Resource[] {
  return [
    resource("AWS::SQS::Queue", topology.queueName, {
      VisibilityTimeout: topology.visibilityTimeoutS,
      ReceiveMessageWaitTimeSeconds: topology.receiveWaitS,
      MessageRetentionPeriod: topology.messageRetentionS,
      "RedrivePolicy.maxReceiveCount": topology.maxReceiveCount,
    }),
    deadLetterQueue(topology),
    resource("AWS::SQS::QueuePolicy", topology.queueName),
    resource("AWS::SNS::Subscription", topology.queueName, { RawMessageDelivery: "true" }),
  ];
}

function functionResources(topology: Readonly<Topology>): Resource[] {
  const name = topology.functionName;
  return [
    resource("AWS::Lambda::Function", name, {
      MemorySize: topology.functionMemoryMb,
      Timeout: topology.functionTimeoutS,
      "Environment.PAYMENT_MS": topology.paymentMs,
    }),
    resource("AWS::IAM::Role", name),
    resource("AWS::Lambda::Permission", name),
    resource("AWS::SNS::Subscription", name),
    resource("AWS::Lambda::EventInvokeConfig", name, {
      // SNS invokes asynchronously: the first attempt and the retries are the receives of a queue.
      MaximumRetryAttempts: topology.maxReceiveCount - 1,
      MaximumEventAgeInSeconds: 21_600,
    }),
    deadLetterQueue(topology),
    resource("AWS::Logs::LogGroup", topology.functionLogGroup, {
      RetentionInDays: topology.logRetentionDays,
    }),
  ];
}

function deadLetterQueue({ deadLetterQueueName, messageRetentionS }: Readonly<Topology>): Resource {
  return resource("AWS::SQS::Queue", deadLetterQueueName, {
    MessageRetentionPeriod: messageRetentionS,
  });
}

function resource(type: string, name: string, settings: Resource["settings"] = {}): Resource {
  return { type, name, settings };
}
