/**
 * The types of fauxqs that our queues stand in for. fauxqs exports its app but not its stores; what
 * its app asks of them is derived from there, so that a new version that asks for more fails to compile
 * where we fill it in.
 *
 * @module
 */
import type { BuildAppOptions } from "fauxqs";

/** fauxqs's stores, as its app takes them. */
export type FauxqsStores = NonNullable<BuildAppOptions["stores"]>;

type Store = FauxqsStores["sqsStore"];
type Queue = NonNullable<ReturnType<Store["getQueue"]>>;

/** A message as fauxqs makes it. */
export type SqsMessage = Parameters<Queue["enqueue"]>[0];

/** What fauxqs's SQS and SNS operations ask of a standard queue. */
export type QueueForFauxqs = Pick<
  Queue,
  | "name"
  | "url"
  | "arn"
  | "attributes"
  | "tags"
  | "isFifo"
  | "getAllAttributes"
  | "setAttributes"
  | "enqueue"
  | "purge"
>;

/** What fauxqs's SQS and SNS operations ask of the store of queues. */
export type StoreForFauxqs =
  & Pick<Store, "deleteQueue" | "buildQueueUrl" | "shutdown">
  & {
    host: string;
    region?: string;
    createQueue(
      name: string,
      url: string,
      arn: string,
      attributes?: Record<string, string>,
      tags?: Record<string, string>,
    ): QueueForFauxqs;
    getQueue(url: string): QueueForFauxqs | undefined;
    getQueueByArn(arn: string): QueueForFauxqs | undefined;
    listQueues(
      prefix?: string,
      maxResults?: number,
      nextToken?: string,
    ): { queues: QueueForFauxqs[]; nextToken?: string };
  };
