/**
 * What is left in a queue when a trial is over: the ids of the orders, each received once.
 *
 * @module
 */
import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";

/** See {@linkcode receiveLeftOver}. */
export interface LeftOver {
  orderIds: Set<string>;
  /** Messages that are no orders. */
  foreign: number;
}

/** Empty answers in a row after which a queue counts as empty; short polls may miss messages. */
const EMPTY_RECEIVES = 2;

/**
 * Receives all messages of a queue under a lease long enough not to see one twice, and leaves them
 * there.
 *
 * @param limit most messages to receive, so that a queue which somebody fills cannot hold the run.
 */
export async function receiveLeftOver(
  client: SQSClient,
  queueUrl: string,
  limit = 1_000_000,
): Promise<LeftOver> {
  const left: LeftOver = { orderIds: new Set(), foreign: 0 };
  let empty = 0;
  let received = 0;
  while (empty < EMPTY_RECEIVES && received < limit) {
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 3600,
        WaitTimeSeconds: empty === 0 ? 0 : 1,
      }),
    );
    const messages = answer.Messages ?? [];
    empty = messages.length === 0 ? empty + 1 : 0;
    received += messages.length;
    for (const { Body } of messages) {
      const id = orderIdOf(Body ?? "");
      if (id === undefined) left.foreign += 1;
      else left.orderIds.add(id);
    }
  }
  return left;
}

function orderIdOf(body: string): string | undefined {
  try {
    const id: unknown = JSON.parse(body)?.order_id;
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
