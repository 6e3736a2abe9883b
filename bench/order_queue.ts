/**
 * A queue of a bench's own, filled beforehand.
 *
 * @module
 */
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { orderIdOf, orderOf } from "../experiments/load/mod.ts";
import { createSeededRandom } from "../services/orders/seeded_random.ts";
import type { AwsEnvironment } from "../experiments/run/ports.ts";
import { clientConfig } from "../services/aws/connection.ts";

/** A queue. */
export interface BenchQueue {
  readonly url: string;
  /** Sends `count` orders. */
  fill(count: number, signal: AbortSignal): Promise<void>;
  /** Deletes it. */
  remove(): Promise<void>;
}

const SENDS_IN_FLIGHT = 8;
const BATCH = 10;

/** Creates a queue with the visibility time-out of the original, 30 s. */
export async function createBenchQueue(aws: AwsEnvironment): Promise<BenchQueue> {
  const sqs = new SQSClient({
    ...clientConfig(aws, { socketsMax: SENDS_IN_FLIGHT, requestTimeoutMs: 15_000 }),
    md5: false,
  });
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({
      QueueName: `bench-${crypto.randomUUID()}`,
      Attributes: { VisibilityTimeout: "30", ReceiveMessageWaitTimeSeconds: "20" },
    }),
  );
  if (!QueueUrl) throw new Error("Cannot create a queue: CreateQueue must answer with QueueUrl");
  return {
    url: QueueUrl,
    async fill(count, signal) {
      const random = createSeededRandom(1);
      let begun = 0;
      await Promise.all(Array.from({ length: SENDS_IN_FLIGHT }, async () => {
        while (begun < count) {
          signal.throwIfAborted();
          const size = Math.min(BATCH, count - begun);
          const first = begun;
          begun += size;
          const Entries = Array.from({ length: size }, (_, index) => ({
            Id: String(index),
            MessageBody: orderOf(orderIdOf("bench-", first + index + 1), random).body,
          }));
          const { Failed = [] } = await sqs.send(
            new SendMessageBatchCommand({ QueueUrl, Entries }),
          );
          if (Failed[0]) throw new Error(`Cannot fill a queue: ${Failed[0].Message}`);
        }
      }));
    },
    async remove() {
      await sqs.send(new DeleteQueueCommand({ QueueUrl })).finally(() => sqs.destroy());
    },
  };
}
