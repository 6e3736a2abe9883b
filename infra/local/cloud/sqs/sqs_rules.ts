/**
 * What AWS checks of an SQS request and fauxqs does not.
 *
 * @module
 */
import { AwsError } from "../http/aws_error.ts";
import { type Input, isStructure, optionalString, structureList } from "../http/members.ts";
import { parseRedrivePolicy } from "./queue_attributes.ts";
import type { QueueStore } from "./queue_store.ts";

const WITHOUT_QUEUE_URL = new Set(["CreateQueue", "GetQueueUrl", "ListQueues"]);

const ATTRIBUTES = new Set([
  ...["VisibilityTimeout", "DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod"],
  ...["ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "RedriveAllowPolicy", "Policy"],
  ...["KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled", "FifoQueue"],
  ...["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"],
]);

function missing(name: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
}

function checkRedrive(store: QueueStore, value: unknown): void {
  if (value === undefined || value === "") return;
  const fault = (reason: string) =>
    new AwsError(
      "InvalidParameterValue",
      `Value ${value} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  let policy;
  try {
    policy = parseRedrivePolicy(String(value));
  } catch {
    throw fault("Redrive policy is not a valid JSON map.");
  }
  const { maxReceiveCount, deadLetterTargetArn } = policy;
  if (!(maxReceiveCount >= 1 && maxReceiveCount <= 1_000)) {
    throw fault(
      "It must contain deadLetterTargetArn and a maxReceiveCount between 1 and 1000, both.",
    );
  }
  if (store.getQueueByArn(deadLetterTargetArn) === undefined) {
    throw fault("Dead letter target does not exist.");
  }
}

function checkAttributes(store: QueueStore, attributes: unknown): void {
  if (attributes === undefined || attributes === null) return;
  if (!isStructure(attributes)) throw missing("Attributes");
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(name)) {
      throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
    if (typeof value !== "string") {
      throw new AwsError(
        "SerializationException",
        `Cannot read the request: Attributes.${name} must be a string, got ${value}`,
      );
    }
  }
  if (attributes["FifoQueue"] === "true") throw noFifo();
  checkRedrive(store, attributes["RedrivePolicy"]);
}

function noFifo(): AwsError {
  return new AwsError(
    "UnsupportedOperation",
    "Cannot create a FIFO queue: the embedded cloud has standard queues only",
  );
}

function checkName(name: string | undefined): void {
  if (name === undefined) throw missing("QueueName");
  if (name.endsWith(".fifo")) throw noFifo();
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw new AwsError(
    "InvalidParameterValue",
    "Queue name can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in " +
      `length, got ${JSON.stringify(name)}`,
  );
}

function checkDelay(input: Input): void {
  const delayS = input["DelaySeconds"] ?? 0;
  if (typeof delayS === "number" && delayS >= 0 && delayS <= 900) return;
  throw new AwsError(
    "InvalidParameterValue",
    `Value ${delayS} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
  );
}

/**
 * Checks a request that fauxqs is about to run, and sets what AWS defaults otherwise.
 *
 * @throws {AwsError} as AWS does.
 */
export function checkSqsRequest(store: QueueStore, operation: string, input: Input): void {
  if (!WITHOUT_QUEUE_URL.has(operation) && !optionalString(input, "QueueUrl")) {
    throw missing("QueueUrl");
  }
  switch (operation) {
    case "CreateQueue":
      checkName(optionalString(input, "QueueName"));
      return checkAttributes(store, input["Attributes"]);
    case "SetQueueAttributes":
      return checkAttributes(store, input["Attributes"]);
    case "GetQueueAttributes":
      input["AttributeNames"] ??= [];
      return;
    case "SendMessage":
      if (!optionalString(input, "MessageBody")) throw missing("MessageBody");
      return checkDelay(input);
    case "SendMessageBatch":
      for (const entry of structureList(input, "Entries")) {
        if (!optionalString(entry, "Id")) throw missing("SendMessageBatchRequestEntry.Id");
        if (!optionalString(entry, "MessageBody")) {
          throw missing("SendMessageBatchRequestEntry.MessageBody");
        }
        checkDelay(entry);
      }
  }
}
