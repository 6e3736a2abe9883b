/**
 * The topic, queues and log groups of one trial, made as `infra/topology.ts` describes them.
 *
 * @module
 */
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTopicCommand, DeleteTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
} from "@aws-sdk/client-sqs";
import type { QueueDepth } from "../../experiments/run/ports.ts";
import type { Topology } from "../topology.ts";
import type { LocalClients } from "./local_clients.ts";

/** What was created. */
export interface TrialResources {
  topicArn: string;
  /** Absent where no queue was asked for. */
  queueUrl?: string;
  deadLetterQueueUrl?: string;
}

/**
 * Creates what a trial needs; what exists already with the same attributes is taken as it is.
 *
 * @param withQueue whether the topic delivers to a queue; `sync` has none.
 * @throws AWS's error; what was created until then is left to {@linkcode deleteResources}.
 */
export async function createResources(
  clients: LocalClients,
  topology: Topology,
  withQueue: boolean,
): Promise<TrialResources> {
  const groups = withQueue
    ? [topology.apiLogGroup, topology.workerLogGroup]
    : [topology.apiLogGroup];
  const [topicArn, queues] = await Promise.all([
    createTopic(clients, topology),
    withQueue ? createQueues(clients, topology) : undefined,
    ...groups.map((name) => createLogGroup(clients, name)),
  ]);
  if (!queues) return { topicArn };
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: "sqs",
      Endpoint: queues.queueArn,
      // The body of a message is the order's JSON itself, not SNS's envelope around it.
      Attributes: { RawMessageDelivery: "true" },
      ReturnSubscriptionArn: true,
    }),
  );
  const { queueUrl, deadLetterQueueUrl } = queues;
  return { topicArn, queueUrl, deadLetterQueueUrl };
}

async function createTopic({ sns }: LocalClients, topology: Topology): Promise<string> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topology.topicName }));
  return given(TopicArn, "CreateTopic", "TopicArn");
}

async function createQueues({ sqs }: LocalClients, topology: Topology) {
  const MessageRetentionPeriod = String(topology.messageRetentionS);
  const deadLetter = await sqs.send(
    new CreateQueueCommand({
      QueueName: topology.deadLetterQueueName,
      Attributes: { MessageRetentionPeriod },
    }),
  );
  const deadLetterQueueUrl = given(deadLetter.QueueUrl, "CreateQueue", "QueueUrl");
  const deadLetterTargetArn = await queueArn(sqs, deadLetterQueueUrl);
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: topology.queueName,
      Attributes: {
        MessageRetentionPeriod,
        VisibilityTimeout: String(topology.visibilityTimeoutS),
        ReceiveMessageWaitTimeSeconds: String(topology.receiveWaitS),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn,
          maxReceiveCount: topology.maxReceiveCount,
        }),
      },
    }),
  );
  const queueUrl = given(QueueUrl, "CreateQueue", "QueueUrl");
  return { queueUrl, deadLetterQueueUrl, queueArn: await queueArn(sqs, queueUrl) };
}

async function queueArn(sqs: LocalClients["sqs"], QueueUrl: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  return given(Attributes?.QueueArn, "GetQueueAttributes", "QueueArn");
}

async function createLogGroup({ logs }: LocalClients, logGroupName: string): Promise<void> {
  try {
    await logs.send(new CreateLogGroupCommand({ logGroupName }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceAlreadyExistsException") throw error;
  }
}

function given(value: string | undefined, operation: string, member: string): string {
  if (value !== undefined && value !== "") return value;
  throw new Error(`Cannot create a trial's resources: ${operation} must answer with ${member}`);
}

const DEPTH_ATTRIBUTES: QueueAttributeName[] = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
];

/** What the queues say that they hold; zeros where there is no queue. */
export async function queueDepth(
  { sqs }: LocalClients,
  { queueUrl, deadLetterQueueUrl }: TrialResources,
): Promise<QueueDepth> {
  if (!queueUrl || !deadLetterQueueUrl) {
    return { visible: 0, notVisible: 0, delayed: 0, deadLettered: 0 };
  }
  const counts = async (QueueUrl: string) => {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: DEPTH_ATTRIBUTES });
    const { Attributes = {} } = await sqs.send(command);
    return DEPTH_ATTRIBUTES.map((name) => Number(Attributes[name] ?? 0));
  };
  const [queue, deadLetter] = await Promise.all([counts(queueUrl), counts(deadLetterQueueUrl)]);
  const [visible = 0, notVisible = 0, delayed = 0] = queue;
  return { visible, notVisible, delayed, deadLettered: deadLetter[0] ?? 0 };
}

/**
 * Deletes the topic (with its subscription) and the queues; log groups stay, as they hold results.
 *
 * @returns the faults, in words; what is gone already is none.
 */
export async function deleteResources(
  { sns, sqs }: LocalClients,
  { topicArn, queueUrl, deadLetterQueueUrl }: TrialResources,
): Promise<string[]> {
  const outcomes = await Promise.allSettled([
    sns.send(new DeleteTopicCommand({ TopicArn: topicArn })),
    ...[queueUrl, deadLetterQueueUrl].flatMap((QueueUrl) =>
      QueueUrl ? sqs.send(new DeleteQueueCommand({ QueueUrl })) : []
    ),
  ]);
  return outcomes.flatMap((outcome) =>
    outcome.status === "rejected" && !isGone(outcome.reason) ? String(outcome.reason) : []
  );
}

function isGone(error: unknown): boolean {
  return error instanceof Error && /NonExistentQueue|QueueDoesNotExist|NotFound/.test(error.name);
}
