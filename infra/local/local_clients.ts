/**
 * AWS clients of the control path: creating, describing and deleting a trial's resources, and sending
 * its logs.
 *
 * @module
 */
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsEnvironment } from "../../experiments/run/ports.ts";
import { clientConfig } from "../../services/aws/connection.ts";

/** See {@linkcode createLocalClients}. */
export interface LocalClients {
  logs: CloudWatchLogsClient;
  sns: SNSClient;
  sqs: SQSClient;
  /** Closes every connection. */
  destroy(): void;
}

/** One stream a process sends its logs one call at a time, so this many processes do so at once. */
const LIMITS = { socketsMax: 32, requestTimeoutMs: 15_000 };

/** Clients that consult no file and no credential chain. */
export function createLocalClients(aws: AwsEnvironment): LocalClients {
  const logs = new CloudWatchLogsClient(clientConfig(aws, LIMITS));
  const sns = new SNSClient(clientConfig(aws, LIMITS));
  const sqs = new SQSClient(clientConfig(aws, LIMITS));
  const destroy = () => [logs, sns, sqs].forEach((client) => client.destroy());
  return { logs, sns, sqs, destroy };
}
