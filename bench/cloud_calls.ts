/**
 * What `bench cloud` asks of an emulator, through the AWS SDK: publishes to a topic that delivers to a
 * queue, and receives with deletes.
 *
 * @module
 */
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { orderIdOf, orderOf } from "../experiments/load/mod.ts";
import { createLocalClients, type LocalClients } from "../infra/local/local_clients.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import type { AwsEnvironment } from "../experiments/run/ports.ts";

/** Calls of one kind; each resolves with the number of orders that it was for. */
export interface CloudCalls {
  publish(): Promise<number>;
  publishBatch(): Promise<number>;
  sendBatch(): Promise<number>;
  receiveAndDelete(): Promise<number>;
  close(): void;
}

const BATCH = 10;

/** Creates a topic and a queue behind it. */
export async function prepareCalls(aws: AwsEnvironment): Promise<CloudCalls> {
  const clients = createLocalClients(aws);
  const { sns, sqs } = clients;
  const { TopicArn, QueueUrl } = await createTopicAndQueue(clients);
  const random = createSeededRandom(1);
  let sent = 0;
  const body = () => orderOf(orderIdOf("bench-", ++sent), random).body;
  const batch = <T>(entry: (id: string) => T) =>
    Array.from({ length: BATCH }, (_, index) => entry(String(index)));
  const all = (done: readonly unknown[] | undefined) => {
    if (done?.length !== BATCH) throw new Error(`${BATCH} must succeed, got ${done?.length ?? 0}`);
    return BATCH;
  };
  return {
    async publish() {
      await sns.send(new PublishCommand({ TopicArn, Message: body() }));
      return 1;
    },
    async publishBatch() {
      const PublishBatchRequestEntries = batch((Id) => ({ Id, Message: body() }));
      const command = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries });
      return all((await sns.send(command)).Successful);
    },
    async sendBatch() {
      const Entries = batch((Id) => ({ Id, MessageBody: body() }));
      return all((await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Successful);
    },
    async receiveAndDelete() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) throw new Error("the backlog must last, got an empty receive");
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle,
      }));
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      return Messages.length;
    },
    close: clients.destroy,
  };
}

/** No more than every emulator has: no log groups, no dead-letter queue. */
async function createTopicAndQueue({ sns, sqs }: LocalClients) {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "bench" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "bench" }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: "sqs",
      Endpoint: Attributes?.QueueArn,
      Attributes: { RawMessageDelivery: "true" },
    }),
  );
  return { TopicArn, QueueUrl };
}
