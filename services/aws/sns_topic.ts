import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import type { OrderTopic, OutgoingOrder, PublishOutcome } from "../orders/ports.ts";
import { callFault, isRetryableCode } from "./call_fault.ts";
import { type AwsConnection, clientConfig } from "./connection.ts";
import { PublishBatchProtocol } from "./publish_batch_protocol.ts";

/** An SNS topic, and how to let go of its connections. */
export interface SnsTopic extends OrderTopic {
  /** Closes idle connections; no call may be in flight. */
  close(): void;
}

/** What an SNS topic adapter is made for. */
export interface SnsTopicSettings {
  topicArn: string;
  /** Value of the message attribute `trial` on every message. */
  trial: string;
  /** Publishes in flight at once; one connection each. */
  socketsMax: number;
  /** Default 10,000: a publish that takes longer is ambiguous. */
  requestTimeoutMs?: number;
}

/** The order topic on SNS, by `PublishBatch`. */
export function createSnsTopic(connection: AwsConnection, settings: SnsTopicSettings): SnsTopic {
  const { topicArn, trial, socketsMax, requestTimeoutMs = 10_000 } = settings;
  const client = new SNSClient({
    ...clientConfig(connection, { socketsMax, requestTimeoutMs }),
    protocol: PublishBatchProtocol,
  });
  const MessageAttributes = { trial: { DataType: "String", StringValue: trial } };
  return {
    async publish(orders) {
      try {
        const answer = await client.send(
          new PublishBatchCommand({
            TopicArn: topicArn,
            PublishBatchRequestEntries: orders.map((order, index) => ({
              Id: String(index),
              Message: order.body,
              MessageAttributes,
            })),
          }),
        );
        return outcomes(orders, answer);
      } catch (error) {
        const fault = { ok: false, ...callFault(error) } as const;
        return orders.map(() => fault);
      }
    },
    close() {
      client.destroy();
    },
  };
}

/** The parts of a `PublishBatch` answer that are read. */
interface PublishBatchAnswer {
  Successful?: { Id?: string | undefined; MessageId?: string | undefined }[] | undefined;
  Failed?: {
    Id: string | undefined;
    Code: string | undefined;
    Message?: string | undefined;
    SenderFault: boolean | undefined;
  }[] | undefined;
}

function outcomes(orders: readonly OutgoingOrder[], answer: PublishBatchAnswer): PublishOutcome[] {
  const byIndex: PublishOutcome[] = orders.map(() => ({
    ok: false,
    code: "MissingEntry",
    message: "PublishBatch answered without this entry",
    retryable: false,
    ambiguous: true,
  }));
  for (const { Id, MessageId } of answer.Successful ?? []) {
    byIndex[Number(Id)] = { ok: true, messageId: MessageId ?? "" };
  }
  for (const { Id, Code, Message, SenderFault } of answer.Failed ?? []) {
    const code = Code ?? "Unknown";
    byIndex[Number(Id)] = {
      ok: false,
      code,
      message: Message ?? "",
      retryable: isRetryableCode(code, SenderFault ?? true),
      ambiguous: false,
    };
  }
  return byIndex;
}
