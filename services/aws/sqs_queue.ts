import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import {
  type EntryOutcome,
  type OrderQueue,
  QueueError,
  type ReceivedMessage,
} from "../orders/ports.ts";
import { callFault, isRetryableCode } from "./call_fault.ts";
import { type AwsConnection, clientConfig } from "./connection.ts";

/** An SQS queue, and how to let go of its connections. */
export interface SqsQueue extends OrderQueue {
  /** Closes idle connections; no call may be in flight. */
  close(): void;
}

/** What an SQS queue adapter is made for. */
export interface SqsQueueSettings {
  queueUrl: string;
  /** Calls in flight at once; one connection each. */
  socketsMax: number;
  /** Default 10,000; a receive has its wait on top. */
  requestTimeoutMs?: number;
}

/** The order queue on SQS. */
export function createSqsQueue(connection: AwsConnection, settings: SqsQueueSettings): SqsQueue {
  const { queueUrl: QueueUrl, socketsMax, requestTimeoutMs = 10_000 } = settings;
  const client = new SQSClient({
    ...clientConfig(connection, { socketsMax, requestTimeoutMs }),
    // The MD5 of each body guards against nothing that TCP and TLS do not, and costs as much as parsing.
    md5: false,
  });
  return {
    async receive({ max, waitS, leaseS }, signal) {
      signal?.throwIfAborted();
      try {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: max,
            WaitTimeSeconds: waitS,
            VisibilityTimeout: leaseS,
            MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
          }),
          {
            requestTimeout: requestTimeoutMs + waitS * 1000,
            ...(signal && { abortSignal: signal }),
          },
        );
        return Messages.map(receivedMessage);
      } catch (error) {
        signal?.throwIfAborted();
        const { code, message, retryable } = callFault(error);
        throw new QueueError(code, message, retryable);
      }
    },
    delete(receipts) {
      return batch(receipts, () =>
        client.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: receipts.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle })),
          }),
        ));
    },
    extend(receipts, leaseS) {
      return batch(receipts, () =>
        client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl,
            Entries: receipts.map((ReceiptHandle, index) => ({
              Id: String(index),
              ReceiptHandle,
              VisibilityTimeout: leaseS,
            })),
          }),
        ));
    },
    close() {
      client.destroy();
    },
  };
}

function receivedMessage(message: Message): ReceivedMessage {
  return {
    messageId: message.MessageId ?? "",
    receipt: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    sentAtMs: Number(message.Attributes?.SentTimestamp ?? 0),
  };
}

/** The parts of a batch answer that are read. */
interface BatchAnswer {
  Successful?: { Id: string | undefined }[] | undefined;
  Failed?: {
    Id: string | undefined;
    Code: string | undefined;
    Message?: string | undefined;
    SenderFault: boolean | undefined;
  }[] | undefined;
}

async function batch(
  receipts: readonly string[],
  call: () => Promise<BatchAnswer>,
): Promise<EntryOutcome[]> {
  try {
    const answer = await call();
    const outcomes: EntryOutcome[] = receipts.map(() => ({
      ok: false,
      code: "MissingEntry",
      message: "the batch was answered without this entry",
      retryable: true,
    }));
    for (const { Id } of answer.Successful ?? []) outcomes[Number(Id)] = { ok: true };
    for (const { Id, Code, Message, SenderFault } of answer.Failed ?? []) {
      const code = Code ?? "Unknown";
      outcomes[Number(Id)] = {
        ok: false,
        code,
        message: Message ?? "",
        retryable: isRetryableCode(code, SenderFault ?? true),
      };
    }
    return outcomes;
  } catch (error) {
    const { code, message, retryable } = callFault(error);
    const fault: EntryOutcome = { ok: false, code, message, retryable };
    return receipts.map(() => fault);
  }
}
