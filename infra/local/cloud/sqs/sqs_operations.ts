/**
 * The SQS operations that must know more than fauxqs tells: who is still there to take the answer,
 * and which receive a handle names. Every other SQS operation is fauxqs's.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";
import { type Input, optionalInteger, optionalString, stringList } from "../http/members.ts";
import { structureList } from "../http/members.ts";
import type { Caller, Operation } from "../http/operation.ts";
import type { QueueStore } from "./queue_store.ts";
import type { Lease, StandardQueue } from "./standard_queue.ts";

const BATCH_MAX = 10;

function required(input: Input, name: string): string {
  const value = optionalString(input, name);
  if (value) return value;
  throw new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

function ranged(input: Input, name: string, min: number, max: number): number | undefined {
  const value = optionalInteger(input, name);
  if (value === undefined || (value >= min && value <= max)) return value;
  throw new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${min} and ${max}.`,
  );
}

function findQueue(store: QueueStore, input: Input): StandardQueue {
  const queue = store.getQueue(required(input, "QueueUrl"));
  if (queue !== undefined) return queue;
  throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}

function readEntries(input: Input): Input[] {
  const entries = structureList(input, "Entries");
  if (entries.length === 0) {
    throw new AwsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > BATCH_MAX) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${BATCH_MAX}. You have sent ${entries.length}.`,
    );
  }
  const ids = new Set<string>();
  for (const entry of entries) {
    const id = required(entry, "Id");
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It " +
          `can be at most 80 letters long, got ${JSON.stringify(id)}.`,
      );
    }
    if (ids.has(id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    ids.add(id);
  }
  return entries;
}

/** Runs each entry on its own; what it throws becomes that entry's fault. */
function eachEntry(entries: Input[], act: (entry: Input) => void): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      act(entry);
      Successful.push({ Id: entry["Id"] });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const SenderFault = error.fault === "Sender";
      Failed.push({ Id: entry["Id"], SenderFault, Code: error.shape, Message: error.message });
    }
  }
  return { Successful, ...(Failed.length > 0 ? { Failed } : {}) };
}

function systemAttributes({ held, message }: Lease, names: Set<string>): Record<string, string> {
  const all = {
    SenderId: "000000000000",
    SentTimestamp: String(message.sentTimestamp),
    ApproximateReceiveCount: String(message.approximateReceiveCount),
    ApproximateFirstReceiveTimestamp: String(
      message.approximateFirstReceiveTimestamp ?? held.leasedAtMs,
    ),
  };
  if (names.has("All")) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

function wantedAttributes(message: Lease["message"], names: string[]) {
  const wanted = Object.entries(message.messageAttributes).filter(([name]) =>
    names.some((asked) =>
      asked === "All" || asked === name ||
      (asked.endsWith(".*") && name.startsWith(asked.slice(0, -2)))
    )
  );
  return wanted.length > 0 ? Object.fromEntries(wanted) : undefined;
}

function describeLease(lease: Lease, systemNames: Set<string>, attributeNames: string[]): object {
  const { message } = lease;
  const MessageAttributes = wantedAttributes(message, attributeNames);
  return {
    MessageId: message.messageId,
    ReceiptHandle: lease.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(systemNames.size > 0 ? { Attributes: systemAttributes(lease, systemNames) } : {}),
    ...(MessageAttributes === undefined
      ? {}
      : { MessageAttributes, MD5OfMessageAttributes: message.md5OfMessageAttributes }),
  };
}

async function receiveMessage(store: QueueStore, input: Input, caller: Caller): Promise<object> {
  const queue = findQueue(store, input);
  const waitS = ranged(input, "WaitTimeSeconds", 0, 20) ??
    Number(queue.attributes["ReceiveMessageWaitTimeSeconds"]);
  const systemNames = new Set([
    ...stringList(input, "AttributeNames"),
    ...stringList(input, "MessageSystemAttributeNames"),
  ]);
  const attributeNames = stringList(input, "MessageAttributeNames");
  const leases = await queue.receive({
    max: ranged(input, "MaxNumberOfMessages", 1, BATCH_MAX) ?? 1,
    leaseS: ranged(input, "VisibilityTimeout", 0, 43_200),
    waitMs: waitS * 1_000,
  }, caller.signal);
  if (leases.length === 0) return {};
  caller.onUnsent(() => queue.giveBack(leases));
  return { Messages: leases.map((lease) => describeLease(lease, systemNames, attributeNames)) };
}

function changeVisibility(queue: StandardQueue, entry: Input): void {
  const leaseS = ranged(entry, "VisibilityTimeout", 0, 43_200);
  if (leaseS === undefined) {
    throw new AwsError(
      "MissingParameter",
      "The request must contain the parameter VisibilityTimeout.",
    );
  }
  queue.changeVisibility(required(entry, "ReceiptHandle"), leaseS);
}

/** Our SQS operations over `store`, by name. */
export function sqsOperations(store: QueueStore): Record<string, Operation> {
  return {
    ReceiveMessage: (input, caller) => receiveMessage(store, input, caller),
    DeleteMessage(input) {
      findQueue(store, input).deleteMessage(required(input, "ReceiptHandle"));
      return {};
    },
    DeleteMessageBatch(input) {
      const queue = findQueue(store, input);
      return eachEntry(
        readEntries(input),
        (entry) => queue.deleteMessage(required(entry, "ReceiptHandle")),
      );
    },
    ChangeMessageVisibility(input) {
      changeVisibility(findQueue(store, input), input);
      return {};
    },
    ChangeMessageVisibilityBatch(input) {
      const queue = findQueue(store, input);
      return eachEntry(readEntries(input), (entry) => changeVisibility(queue, entry));
    },
  };
}
