/**
 * A topic with a queue behind it in an embedded cloud of their own, for the contract tests of the
 * adapters.
 *
 * @module
 */
import {
  CreateTopicCommand,
  PublishBatchCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { startCloud } from "../../infra/local/cloud/mod.ts";
import { CONTRACT_MAX_RECEIVE_COUNT } from "../orders/order_queue_contract.ts";
import { type AwsConnection, clientConfig } from "./connection.ts";

/** See the module. */
export interface ContractPlace {
  connection: AwsConnection;
  topicArn: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  /** Publishes bodies in one call; they are in the queue when this resolves. */
  send(bodies: readonly string[]): Promise<void>;
  /** Receives and deletes `count` messages, or fewer when none comes within a second. */
  take(count: number): Promise<Message[]>;
  close(): Promise<void>;
}

/** Starts the cloud and creates topic, queue and dead-letter queue. */
export async function openContractPlace(rawDelivery: "true" | "false"): Promise<ContractPlace> {
  const cloud = await startCloud();
  const connection: AwsConnection = { ...cloud, endpointUrl: cloud.url };
  const config = () => clientConfig(connection, { socketsMax: 4, requestTimeoutMs: 10_000 });
  const sns = new SNSClient(config());
  const sqs = new SQSClient(config());
  const deadLetterQueueUrl = await createQueue(sqs, "dead");
  const queueUrl = await createQueue(sqs, "orders", {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await queueArn(sqs, deadLetterQueueUrl),
      maxReceiveCount: CONTRACT_MAX_RECEIVE_COUNT,
    }),
  });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "events" }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: await queueArn(sqs, queueUrl),
      Attributes: { RawMessageDelivery: rawDelivery },
    }),
  );
  return {
    connection,
    topicArn: TopicArn!,
    queueUrl,
    deadLetterQueueUrl,
    async send(bodies) {
      // By the topic, as orders come: SendMessage of fauxqs 2.4.1 refuses characters beyond U+FFFF.
      const entries = bodies.map((Message, index) => ({ Id: String(index), Message }));
      const { Failed = [] } = await sns.send(
        new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }),
      );
      if (Failed.length > 0) throw new Error(`Cannot send: ${JSON.stringify(Failed)}`);
    },
    take: (count) => takeMessages(sqs, queueUrl, count),
    async close() {
      sns.destroy();
      sqs.destroy();
      await cloud.stop();
    },
  };
}

async function createQueue(
  sqs: SQSClient,
  QueueName: string,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  return QueueUrl!;
}

async function queueArn(sqs: SQSClient, QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return Attributes!.QueueArn!;
}

async function takeMessages(sqs: SQSClient, QueueUrl: string, count: number): Promise<Message[]> {
  const taken: Message[] = [];
  while (taken.length < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) break;
    taken.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return taken;
}
