/**
 * What AWS checks of an SNS request and fauxqs does not.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { AwsError } from "../http/aws_error.ts";
import type { Input } from "../http/members.ts";

/** Most bytes of one message, and of all messages of one batch. Source: SNS quotas, 256 KiB. */
export const PUBLISH_BYTES_MAX = 262_144;

function checkBatch(input: Input, bodyBytes: number): void {
  // fauxqs leaves out entries without a message, which would then have no outcome.
  for (let i = 1; input[`PublishBatchRequestEntries.member.${i}.Id`] !== undefined; i++) {
    if (!input[`PublishBatchRequestEntries.member.${i}.Message`]) {
      throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
    }
  }
  if (bodyBytes <= PUBLISH_BYTES_MAX) return;
  let bytes = 0;
  for (const [key, value] of Object.entries(input)) {
    if (key.endsWith(".Message")) bytes += Buffer.byteLength(String(value));
  }
  if (bytes > PUBLISH_BYTES_MAX) {
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the messages put together is more than the limit of " +
        `${PUBLISH_BYTES_MAX} bytes, got ${bytes}.`,
    );
  }
}

/**
 * Checks a request that fauxqs is about to run.
 *
 * @param bodyBytes size of the encoded request, which no message in it exceeds.
 * @throws {AwsError} as AWS does.
 */
export function checkSnsRequest(operation: string, input: Input, bodyBytes: number): void {
  if (operation === "PublishBatch") return checkBatch(input, bodyBytes);
  if (operation === "CreateTopic" && String(input["Name"] ?? "").endsWith(".fifo")) {
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: Cannot create a FIFO topic: the embedded cloud has standard topics only",
    );
  }
  const protocol = input["Protocol"];
  if (operation === "Subscribe" && typeof protocol === "string" && protocol !== "sqs") {
    throw new AwsError(
      "InvalidParameter",
      `Invalid parameter: Cannot subscribe: the embedded cloud delivers to sqs only, got ${protocol}`,
    );
  }
}
