/**
 * An API with a topic and a queue of its own, as `bench api` and `bench memory` measure it.
 *
 * @module
 */
import { startChild } from "../infra/local/child_process.ts";
import { awsVariables } from "../infra/local/host_environment.ts";
import { hostPermissions, hostScript } from "../infra/local/hosts.ts";
import { createLocalClients } from "../infra/local/local_clients.ts";
import { createResources, deleteResources, queueDepth } from "../infra/local/resources.ts";
import { originalTopology, withSuffix } from "../infra/topology.ts";
import type { AwsEnvironment } from "../experiments/run/ports.ts";
import { createEventCapture } from "./event_capture.ts";

/** An API that runs. */
export interface RunningApi {
  /** Where orders are posted. */
  orderUrl: string;
  /** Messages in the queue behind its topic. */
  queued(): Promise<number>;
}

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/**
 * Runs `body` with an API that ends with it, and its topic and queue with that.
 *
 * @param publishBatchMax orders of one publish, 1 to 10.
 */
export async function withApi<T>(
  aws: AwsEnvironment,
  publishBatchMax: number,
  body: (api: RunningApi) => Promise<T>,
): Promise<T> {
  const clients = createLocalClients(aws);
  const topology = withSuffix(originalTopology, `bench-${crypto.randomUUID().slice(0, 8)}`);
  try {
    const resources = await createResources(clients, topology, true);
    const api = startChild({
      taskId: "api",
      script: hostScript("api"),
      permissions: hostPermissions("api", aws.endpointUrl),
      env: {
        ...awsVariables(aws),
        ORDER_TOPIC_ARN: resources.topicArn,
        PUBLISH_BATCH_MAX: String(publishBatchMax),
        TRIAL: "bench",
      },
      shipper: createEventCapture(),
      startTimeoutMs: START_TIMEOUT_MS,
    });
    try {
      const url = await api.ready;
      const queued = async () => (await queueDepth(clients, resources)).visible;
      return await body({ orderUrl: `${url}/orders/async`, queued });
    } finally {
      await api.stop(STOP_TIMEOUT_MS);
      await deleteResources(clients, resources);
    }
  } finally {
    clients.destroy();
  }
}
