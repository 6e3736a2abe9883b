/**
 * The codes that SQS's errors had in the query protocol: SDKs of services that have left it still show
 * these, from the header `x-amzn-query-error`.
 *
 * @module
 */

/** Source: botocore 1.29.165, sqs/2012-11-05, `error.code` of each shape; the others kept their names. */
const PREFIXED = new Set([
  ...["BatchEntryIdsNotDistinct", "BatchRequestTooLong", "EmptyBatchRequest"],
  ...["InvalidBatchEntryId", "MessageNotInflight", "PurgeQueueInProgress"],
  ...["QueueDeletedRecently", "TooManyEntriesInBatchRequest", "UnsupportedOperation"],
]);

/** The query protocol's code for an error shape of SQS, `NonExistentQueue` for `QueueDoesNotExist`. */
export function sqsQueryCode(shape: string): string {
  if (shape === "QueueDoesNotExist") return "AWS.SimpleQueueService.NonExistentQueue";
  if (shape === "QueueNameExists") return "QueueAlreadyExists";
  if (shape === "UnknownOperationException") return "InvalidAction";
  return PREFIXED.has(shape) ? `AWS.SimpleQueueService.${shape}` : shape;
}

/** The header that carries it. */
export function sqsErrorHeaders(
  error: { shape: string; fault: "Sender" | "Receiver" },
): Record<string, string> {
  return { "x-amzn-query-error": `${sqsQueryCode(error.shape)};${error.fault}` };
}
