/**
 * The AWS SDK clients that data is collected by. `endpointUrl` is all that differs between targets.
 *
 * @module
 */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsEnvironment } from "../run/ports.ts";

/** See {@linkcode createClients}. */
export interface CollectClients {
  logs: CloudWatchLogsClient;
  metrics: CloudWatchClient;
  queue: SQSClient;
  /** Closes all connections. */
  destroy(): void;
}

/**
 * Clients for reading logs, metrics and left-over messages. Throttled and failed calls are retried by
 * the SDK with back-off, up to ten times: nothing here is timed, so patience costs no accuracy.
 */
export function createClients(aws: AwsEnvironment): CollectClients {
  const configuration = {
    region: aws.region,
    credentials: { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey },
    maxAttempts: 10,
    ...(aws.endpointUrl === undefined ? {} : { endpoint: aws.endpointUrl }),
  };
  const logs = new CloudWatchLogsClient(configuration);
  const metrics = new CloudWatchClient(configuration);
  const queue = new SQSClient(configuration);
  return {
    logs,
    metrics,
    queue,
    destroy: () => [logs, metrics, queue].forEach((client) => client.destroy()),
  };
}
