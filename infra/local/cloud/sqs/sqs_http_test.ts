import assert from "node:assert/strict";
import { connect } from "node:net";
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { refused, withCloud } from "../http/testing.ts";

async function createQueue(
  sqs: SQSClient,
  name = "orders",
  attributes: Record<string, string> = {},
): Promise<string> {
  const command = new CreateQueueCommand({ QueueName: name, Attributes: attributes });
  const { QueueUrl = "" } = await sqs.send(command);
  return QueueUrl;
}

async function depth(sqs: SQSClient, QueueUrl: string): Promise<number[]> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return [
    Number(Attributes["ApproximateNumberOfMessages"]),
    Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
  ];
}

Deno.test("SQS names queues after the address it is reached by", () =>
  withCloud(async ({ cloud, sqs }) => {
    const QueueUrl = await createQueue(sqs);
    assert.equal(QueueUrl, `${cloud.url}/000000000000/orders`);
    assert.equal(
      (await sqs.send(new GetQueueUrlCommand({ QueueName: "orders" }))).QueueUrl,
      QueueUrl,
    );
    await createQueue(sqs, "payments");
    const listed = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }));
    assert.deepEqual(listed.QueueUrls, [QueueUrl]);
    const next = await sqs.send(new ListQueuesCommand({ NextToken: listed.NextToken }));
    assert.equal(next.QueueUrls?.length, 1);
    await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { trial: "a", team: "b" } }));
    await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ["team"] }));
    assert.deepEqual((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags, { trial: "a" });
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await refused(sqs.send(new PurgeQueueCommand({ QueueUrl })), "QueueDoesNotExist");
  }));

Deno.test("SQS sends, receives, extends and deletes by batch", () =>
  withCloud(async ({ sqs }) => {
    const QueueUrl = await createQueue(sqs);
    const attribute = { DataType: "String", StringValue: "t" };
    const Entries = Array.from({ length: 10 }, (_, i) => ({
      Id: `${i}`,
      MessageBody: `body ${i}`,
      MessageAttributes: { trial: attribute, other: attribute },
    }));
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    assert.equal(sent.Successful?.length, 10);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
      }),
    );
    assert.deepEqual(Messages.map(({ Body }) => Body), Entries.map((entry) => entry.MessageBody));
    const [first] = Messages;
    assert.deepEqual(Object.keys(first?.Attributes ?? {}), [
      "SentTimestamp",
      "ApproximateReceiveCount",
    ]);
    assert.deepEqual(first?.MessageAttributes, undefined);
    const handles = Messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle }));
    const extended = await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: [
          ...handles.slice(0, 2).map((handle) => ({ ...handle, VisibilityTimeout: 0 })),
          { Id: "bad", ReceiptHandle: "bad", VisibilityTimeout: 0 },
          { Id: "long", ReceiptHandle: "bad", VisibilityTimeout: 43_201 },
        ],
      }),
    );
    assert.deepEqual(extended.Successful?.map(({ Id }) => Id), ["0", "1"]);
    assert.deepEqual(extended.Failed?.map(({ Id, Code }) => [Id, Code]), [
      ["bad", "ReceiptHandleIsInvalid"],
      ["long", "InvalidParameterValue"],
    ]);
    assert.deepEqual(await depth(sqs, QueueUrl), [2, 8]);
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
    assert.deepEqual(await depth(sqs, QueueUrl), [0, 0]);
  }));

Deno.test("SQS returns the message attributes asked for, exactly or by prefix", () =>
  withCloud(async ({ sqs }) => {
    const QueueUrl = await createQueue(sqs);
    const attribute = { DataType: "String", StringValue: "t" };
    const MessageAttributes = { trial: attribute, "trial.size": attribute, other: attribute };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m", MessageAttributes }));
    for (
      const [asked, names] of [
        [["All"], ["trial", "trial.size", "other"]],
        [["trial.*"], ["trial", "trial.size"]],
        [["other"], ["other"]],
        [["none"], []],
      ]
    ) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          VisibilityTimeout: 0,
          ...(asked === undefined ? {} : { MessageAttributeNames: asked }),
        }),
      );
      assert.deepEqual(Object.keys(Messages[0]?.MessageAttributes ?? {}), names);
    }
  }));

Deno.test("SQS wakes a long poll for a message, and only one of two for one", () =>
  withCloud(async ({ sqs }) => {
    const QueueUrl = await createQueue(sqs);
    const poll = (WaitTimeSeconds: number) =>
      sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
    const polls = [poll(20), poll(1)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    const answers = await Promise.all(polls);
    assert.deepEqual(answers.map(({ Messages = [] }) => Messages.length).sort(), [0, 1]);
  }));

/** Opens a raw long poll and closes its connection once the cloud has it. */
async function abandonPoll(url: string, QueueUrl: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ QueueUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 });
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST / HTTP/1.1\r\nhost: ${hostname}:${port}\r\nx-amz-target: AmazonSQS.ReceiveMessage\r\n` +
      `content-type: application/x-amz-json-1.0\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.destroy();
  await closed;
  // What is asked now arrives after the end of that connection; what is asked later is so answered by a cloud
  // that knows of it.
  for (let turn = 0; turn < 3; turn++) await (await fetch(url, { method: "POST" })).text();
}

Deno.test("SQS keeps messages from receivers that have gone", () =>
  withCloud(async ({ cloud, sqs }) => {
    const QueueUrl = await createQueue(sqs);
    await abandonPoll(cloud.url, QueueUrl);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 5,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );
    assert.equal(Messages[0]?.Attributes?.ApproximateReceiveCount, "1");
  }));

Deno.test("SQS gives back at once what a receiver left before its answer", () =>
  withCloud(async ({ cloud, sqs }) => {
    const QueueUrl = await createQueue(sqs);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
    // The answer is held back, so that the message is taken when its receiver goes.
    await abandonPoll(cloud.url, QueueUrl);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds: 5,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );
    assert.equal(Messages[0]?.Attributes?.ApproximateReceiveCount, "1");
  }, { latencies: { "sqs.receive-message": 150 } }));

Deno.test("SQS refuses with AWS's errors", () =>
  withCloud(async ({ sqs }) => {
    const QueueUrl = await createQueue(sqs);
    const gone = `${QueueUrl}-gone`;
    const receive = (more: object) => sqs.send(new ReceiveMessageCommand({ QueueUrl, ...more }));
    const ReceiptHandle = "garbage";
    await refused(receive({ QueueUrl: gone }), "QueueDoesNotExist");
    await refused(sqs.send(new GetQueueUrlCommand({ QueueName: "gone" })), "QueueDoesNotExist");
    await refused(
      sqs.send(new DeleteMessageCommand({ QueueUrl: gone, ReceiptHandle })),
      "QueueDoesNotExist",
    );
    await refused(receive({ MaxNumberOfMessages: 11 }), "InvalidParameterValue", "11");
    await refused(receive({ WaitTimeSeconds: 21 }), "InvalidParameterValue", "21");
    await refused(receive({ VisibilityTimeout: -1 }), "InvalidParameterValue", "-1");
    await refused(receive({ QueueUrl: undefined }), "MissingParameter", "QueueUrl");
    await refused(
      sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
      "ReceiptHandleIsInvalid",
    );
    await refused(
      sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }),
      ),
      "ReceiptHandleIsInvalid",
    );
    const batch = (Entries: { Id: string; ReceiptHandle: string }[]) =>
      sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    await refused(batch([]), "EmptyBatchRequest");
    await refused(
      batch(Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, ReceiptHandle }))),
      "TooManyEntriesInBatchRequest",
    );
    await refused(
      batch([{ Id: "a", ReceiptHandle }, { Id: "a", ReceiptHandle }]),
      "BatchEntryIdsNotDistinct",
    );
    await refused(batch([{ Id: "a b", ReceiptHandle }]), "InvalidBatchEntryId", "a b");
    await refused(createQueue(sqs, "a name"), "InvalidParameterValue", "a name");
    await refused(createQueue(sqs, "orders.fifo"), "UnsupportedOperation", "FIFO");
    await refused(createQueue(sqs, "x", { Colour: "red" }), "InvalidAttributeName", "Colour");
    await refused(createQueue(sqs, "x", { DelaySeconds: "901" }), "InvalidAttributeValue");
    await refused(createQueue(sqs, "orders", { DelaySeconds: "9" }), "QueueNameExists");
    for (
      const RedrivePolicy of ["no json", "{}", '{"deadLetterTargetArn":"x","maxReceiveCount":0}']
    ) {
      const Attributes = { RedrivePolicy };
      const set = sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      await refused(set, "InvalidParameterValue", "RedrivePolicy");
    }
    await refused(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m", DelaySeconds: 901 })),
      "InvalidParameterValue",
      "901",
    );
    await refused(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "x".repeat(1_048_577) })),
      "InvalidParameterValue",
    );
    await refused(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "" })),
      "MissingParameter",
    );
  }));

Deno.test("SQS refuses what is no request of its protocol", () =>
  withCloud(async ({ cloud }) => {
    const post = async (operation: string, body: string) => {
      const response = await fetch(cloud.url, {
        method: "POST",
        headers: {
          "x-amz-target": `AmazonSQS.${operation}`,
          "content-type": "application/x-amz-json-1.0",
        },
        body,
      });
      return [response.status, (await response.json()).__type];
    };
    const type = (shape: string) => [400, `com.amazonaws.sqs#${shape}`];
    assert.deepEqual(await post("ReceiveMessage", "{"), type("SerializationException"));
    assert.deepEqual(await post("ReceiveMessage", "[]"), type("SerializationException"));
    assert.deepEqual(await post("SendMessage", "{"), type("SerializationException"));
    assert.deepEqual(await post("SendMessage", '{"QueueUrl":7}'), type("SerializationException"));
    assert.deepEqual(
      await post("ReceiveMessage", '{"QueueUrl":7}'),
      type("SerializationException"),
    );
    assert.deepEqual(await post("AddPermission", "{}"), type("UnknownOperationException"));
  }));
