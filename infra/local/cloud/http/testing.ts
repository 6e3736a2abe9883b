/**
 * A cloud for one test, and clients of it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Agent } from "node:http";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { type Cloud, type CloudOptions, startCloud } from "../cloud.ts";

/** What a test gets. */
export interface CloudTest {
  cloud: Cloud;
  sqs: SQSClient;
  sns: SNSClient;
  cloudwatch: CloudWatchClient;
  logs: CloudWatchLogsClient;
}

/** Runs `test` against a cloud of its own; leaves nothing running. */
export async function withCloud(
  test: (given: CloudTest) => Promise<void>,
  options: CloudOptions = {},
): Promise<void> {
  const cloud = await startCloud(options);
  const httpAgent = new Agent({ keepAlive: true, maxSockets: 16 });
  const { accessKeyId, secretAccessKey, region } = cloud;
  const settings = {
    region,
    endpoint: cloud.url,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpAgent }),
  };
  const clients = {
    sqs: new SQSClient(settings),
    sns: new SNSClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
  try {
    await test({ cloud, ...clients });
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    httpAgent.destroy();
    await cloud.stop();
  }
}

/** Asserts that a call is refused with AWS's error `name`, its message mentioning each of `mentions`. */
export async function refused(
  call: Promise<unknown>,
  name: string,
  ...mentions: string[]
): Promise<void> {
  await assert.rejects(call, (error: Error) => {
    assert.equal(error.name, name, error.message);
    for (const text of mentions) assert.ok(error.message.includes(text), error.message);
    return true;
  });
}

/** The `Authorization` header of a request signed for `service`, as far as the cloud reads it. */
export function signedFor(service: string): Record<string, string> {
  const scope = `20260101/us-east-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=key/${scope}, Signature=none` };
}
