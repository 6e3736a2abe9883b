/**
 * One simulated trial: topic, queue, dead-letter queue, API and workers on one virtual clock.
 *
 * @module
 */
import type { RunningTrial, TrialSender, TrialSetup } from "../../experiments/run/ports.ts";
import type { Log } from "../../services/orders/log.ts";
import type { OrderQueue, Recorder } from "../../services/orders/ports.ts";
import type { Topology } from "../topology.ts";
import { createMemoryQueue, type MemoryQueue } from "./memory_queue.ts";
import { createMemoryTopic, type MemoryTopic, type MemoryTopicOptions } from "./memory_topic.ts";
import type { SimModels } from "./models/models.ts";
import type { ServiceCallName } from "./models/service_latency.ts";
import type { MemoryQueueOptions, QueueOperation } from "./queue_options.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import { createConnections } from "./resettable.ts";
import { type SimApi, startSimApi } from "./sim_api.ts";
import { simSender } from "./sim_sender.ts";
import { startSimWorker } from "./sim_worker.ts";
import type { VirtualClock } from "./virtual_clock.ts";
import { createVirtualProcess } from "./virtual_process.ts";
import { createWorkerSet } from "./worker_set.ts";

/** See {@linkcode startSimTrial}. */
export interface SimTrialOptions {
  setup: TrialSetup;
  topology: Topology;
  clock: VirtualClock;
  /** Of the trial's own. */
  random: SeededRandom;
  models: Readonly<SimModels>;
  /** Takes what the services record. */
  recorder: Recorder;
  /** Takes their log lines. */
  log: Log;
  /** What befalls calls, and what AWS leaves open. */
  queueConditions?: Partial<MemoryQueueOptions>;
  topicConditions?: Partial<MemoryTopicOptions>;
  /** How far a process's clock is ahead of the true time, milliseconds; 0 when absent. */
  skewMs?: (processName: string) => number;
  /** How long a process that died is missed, milliseconds; 1,000 when absent. */
  restartMs?: number;
  /** Stands between each worker and the queue: watches calls, or spoils them on purpose. */
  aroundQueue?: (queue: OrderQueue) => OrderQueue;
}

/** A simulated trial's running services. */
export interface SimTrial extends RunningTrial {
  readonly queue: MemoryQueue;
  readonly deadLetterQueue: MemoryQueue;
  readonly topic: MemoryTopic;
  /** A sender of orders to the trial's API; its clients wait for `timeoutMs`, default 60,000. */
  openSender(timeoutMs?: number): TrialSender;
}

/** By which stated latency each call of the memory queue goes. */
const QUEUE_CALLS: Readonly<Record<QueueOperation, ServiceCallName>> = {
  send: "sqs.send-message",
  receive: "sqs.receive-message",
  delete: "sqs.delete-message",
  extend: "sqs.change-message-visibility",
  attributes: "sqs.get-queue-attributes",
};

/** Starts everything of one trial, at once. */
export function startSimTrial(options: SimTrialOptions): SimTrial {
  const { setup, topology, clock, random, models, restartMs = 1000 } = options;
  const { queue, deadLetterQueue, topic } = createServices(options);
  const withQueue = setup.path === "queue";
  const connections = createConnections();
  const { aroundQueue = (whole) => whole } = options;
  let apis = 0;

  function startProcess(kind: string, number: number) {
    const name = `${kind}-${number}`;
    return {
      process: createVirtualProcess(clock, name, options.skewMs?.(name)),
      random: random.fork(name),
    };
  }

  function startApi(): SimApi {
    return startSimApi({
      ...startProcess("api", ++apis),
      setup,
      topic: connections.topic(topic.publisher({ trial: setup.trial })),
      recorder: options.recorder,
      paymentMs: models.paymentMs,
    });
  }

  let api = startApi();
  let stopped = false;
  const stopApi = () => {
    stopped = true;
    return api.stop();
  };
  const workers = createWorkerSet(clock, restartMs, (number) => {
    const { process, random } = startProcess("worker", number);
    return startSimWorker({
      process,
      random,
      setup,
      topology,
      queue: aroundQueue(connections.queue(queue.client(process.name))),
      recorder: options.recorder,
      log: options.log,
      paymentMs: models.paymentMs,
    });
  });
  if (withQueue) void workers.set(setup.workers);

  return {
    apiUrl: `sim:${setup.trial}`,
    topology,
    topicArn: topic.name,
    ...(withQueue ? { queueUrl: queue.name, deadLetterQueueUrl: deadLetterQueue.name } : {}),
    queue,
    deadLetterQueue,
    topic,
    openSender: (timeoutMs) =>
      simSender({
        timeoutMs,
        clock,
        random: random.fork("network"),
        requestMs: models.requestMs,
        api: () => api,
        path: setup.path,
      }),
    setWorkers: (count) => workers.set(count),
    async kill(service, signal) {
      if (service === "worker") return await workers.end(signal);
      const ended = api;
      if (signal === "SIGKILL") ended.kill();
      else await ended.stop();
      clock.scheduleAt(clock.now() + restartMs, () => {
        if (!stopped && api === ended) api = startApi();
      });
    },
    resetConnections() {
      connections.reset();
      return Promise.resolve();
    },
    stopApi,
    depth() {
      const { visible, notVisible, delayed } = queue.counts();
      return Promise.resolve({
        visible,
        notVisible,
        // On its way from the topic an order is in nobody's count; here it is known.
        delayed: delayed + topic.counts().delivering,
        deadLettered: deadLetterQueue.counts().visible,
      });
    },
    settle: () => Promise.resolve(),
    async teardown() {
      await Promise.all([stopApi(), workers.set(0)]);
      topic.remove();
      queue.remove();
      deadLetterQueue.remove();
    },
  };
}

function createServices(options: SimTrialOptions) {
  const { topology, clock, models } = options;
  const random = options.random.fork("services");
  const latency = random.fork("latency");
  const delivery = random.fork("delivery");
  const latencyMs = (operation: QueueOperation) => models.callMs[QUEUE_CALLS[operation]](latency);
  const shared = { clock, retentionS: topology.messageRetentionS, latencyMs };
  const deadLetterQueue = createMemoryQueue({
    ...shared,
    name: topology.deadLetterQueueName,
    random: random.fork("dead-letter-queue"),
  });
  const queue = createMemoryQueue({
    ...shared,
    name: topology.queueName,
    random: random.fork("queue"),
    maxReceiveCount: topology.maxReceiveCount,
    duplicateProbability: models.duplicateProbability,
    deadLetterQueue,
    ...options.queueConditions,
  });
  const topic = createMemoryTopic({
    name: topology.topicName,
    clock,
    subscriptions: options.setup.path === "queue" ? [{ queue }] : [],
    latencyMs: () => models.callMs["sns.publish"](latency),
    deliveryMs: () => models.deliveryMs(delivery),
    ...options.topicConditions,
  });
  return { queue, deadLetterQueue, topic };
}
