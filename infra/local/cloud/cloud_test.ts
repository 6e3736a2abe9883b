import assert from "node:assert/strict";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { GetMetricDataCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { startCloud } from "./cloud.ts";
import { type CloudTest, signedFor, withCloud } from "./http/testing.ts";

Deno.test("startCloud() names every bad option at once", async () => {
  const options = {
    port: 70_000,
    region: "nowhere",
    metricPeriodS: 2,
    latencies: { "sns.pub": 1 },
  };
  await assert.rejects(startCloud(options), (error) => {
    assert.ok(error instanceof RangeError);
    for (const part of ["70000", "nowhere", "metricPeriodS", "sns.pub "]) {
      assert.ok(error.message.includes(part), part);
    }
    return true;
  });
});

Deno.test("startCloud() says that its port is taken", () =>
  withCloud(async ({ cloud }) => {
    const port = Number(new URL(cloud.url).port);
    await assert.rejects(startCloud({ port }), new RegExp(`127\\.0\\.0\\.1:${port}`));
  }));

Deno.test("stop() answers what waits and frees the port", async () => {
  const cloud = await startCloud();
  const post = (operation: string, body: object) =>
    fetch(cloud.url, {
      method: "POST",
      headers: {
        "x-amz-target": `AmazonSQS.${operation}`,
        "content-type": "application/x-amz-json-1.0",
      },
      body: JSON.stringify(body),
    });
  const { QueueUrl } = await (await post("CreateQueue", { QueueName: "q" })).json();
  const waiting = post("ReceiveMessage", { QueueUrl, WaitTimeSeconds: 20 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await cloud.stop();
  assert.deepEqual(await (await waiting).json(), {});
  const again = await startCloud({ port: Number(new URL(cloud.url).port) });
  await again.stop();
});

/** Sums of the metrics of one queue, all periods together, once a whole period is published. */
async function queueSums({ cloudwatch }: CloudTest, names: readonly string[]) {
  const sums = new Map<string, number>();
  const EndTime = new Date(Date.now() + 60_000);
  const StartTime = new Date(EndTime.getTime() - 600_000);
  const Dimensions = [{ Name: "QueueName", Value: "orders" }];
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime,
      EndTime,
      MetricDataQueries: names.map((MetricName, i) => ({
        Id: `q${i}`,
        Label: MetricName,
        MetricStat: {
          Metric: { Namespace: "AWS/SQS", MetricName, Dimensions },
          Period: 1,
          Stat: "Sum",
        },
      })),
    }),
  );
  for (const { Label = "", Values = [] } of MetricDataResults) {
    sums.set(Label, Values.reduce((sum, value) => sum + value, 0));
  }
  return sums;
}

Deno.test("the cloud publishes AWS/SQS and its own metrics each period", () =>
  withCloud(async (given) => {
    const { sqs, cloudwatch } = given;
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "12345" }));
    const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: "1234567890" }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.send(receive);
    await sqs.send(receive);
    const ReceiptHandle = Messages[0]?.ReceiptHandle;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const expected = new Map([
      ["NumberOfMessagesSent", 3],
      ["NumberOfMessagesReceived", 3],
      ["NumberOfMessagesDeleted", 1],
      ["NumberOfEmptyReceives", 1],
      ["SentMessageSize", 25],
    ]);
    let sums = new Map<string, number>();
    // The calls may lie in two periods, the second published a second after the first.
    const isWhole = () => [...expected].every(([name, sum]) => sums.get(name)! >= sum);
    for (let look = 0; look < 50 && !isWhole(); look++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      sums = await queueSums(given, [...expected.keys()]);
    }
    assert.deepEqual(sums, expected);
    const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({}));
    const names = Metrics.map(({ Namespace, MetricName }) => `${Namespace} ${MetricName}`);
    assert.deepEqual(names.sort(), [
      "AWS/SQS ApproximateAgeOfOldestMessage",
      "AWS/SQS ApproximateNumberOfMessagesDelayed",
      "AWS/SQS ApproximateNumberOfMessagesNotVisible",
      "AWS/SQS ApproximateNumberOfMessagesVisible",
      "AWS/SQS NumberOfEmptyReceives",
      "AWS/SQS NumberOfMessagesDeleted",
      "AWS/SQS NumberOfMessagesReceived",
      "AWS/SQS NumberOfMessagesSent",
      "AWS/SQS SentMessageSize",
      "Spillway/Cloud EventLoopLagMs",
      "Spillway/Cloud RssBytes",
    ]);
  }, { metricPeriodS: 1 }));

const elsewhere: [string, RequestInit & { path?: string }, RegExp][] = [
  ["S3", { headers: signedFor("s3") }, /^501 .*NotImplemented.*s3/s],
  ["S3, unsigned", { path: "/bucket/key", method: "PUT", body: "x" }, /^501 .*NotImplemented/s],
  ["fauxqs's own pages", { path: "/_fauxqs/queues" }, /^501 /],
  [
    "DynamoDB",
    { method: "POST", headers: { "x-amz-target": "DynamoDB_20120810.ListTables" }, body: "{}" },
    /^404 .*UnknownOperationException.*DynamoDB_20120810\.ListTables/s,
  ],
  [
    "Lambda",
    { path: "/2015-03-31/functions", headers: signedFor("lambda") },
    /^404 .*UnknownOperationException.*lambda/s,
  ],
  [
    "another Smithy service",
    { path: "/service/Other/operation/Do", method: "POST", headers: signedFor("other") },
    /^404 .*UnknownOperationException.*other/s,
  ],
];

Deno.test("the cloud refuses other services by name", () =>
  withCloud(async ({ cloud }) => {
    for (const [name, { path = "/", ...init }, wanted] of elsewhere) {
      const response = await fetch(`${cloud.url}${path}`, init);
      assert.match(`${response.status} ${await response.text()}`, wanted, name);
    }
  }));
