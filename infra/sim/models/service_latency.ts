/**
 * Time of one call of SQS and SNS within the region, there and back.
 *
 * @module
 */
import { type Draw, lognormalMs } from "./draw.ts";

/** Calls of the data path, by the names that stated latencies have. */
export type ServiceCallName =
  | "sns.publish"
  | "sqs.send-message"
  | "sqs.receive-message"
  | "sqs.delete-message"
  | "sqs.change-message-visibility"
  | "sqs.get-queue-attributes";

/**
 * Lognormal by median and 99th percentile. Source: `data/reference/model_parameters.csv`,
 * SNS `publish_api_latency_p50`, `_p99`; SQS `SendMessage_latency_p50`, `_p99`,
 * `ReceiveMessage_nonempty_latency_p50`, `_p99`, `DeleteMessage_latency_p50` and its note; all assumed
 * there from published means. Calls that have no row are taken like a delete, which carries no payload
 * either.
 */
export const SERVICE_LATENCY_MS: Readonly<Record<ServiceCallName, Draw>> = {
  "sns.publish": lognormalMs(12, 80),
  "sqs.send-message": lognormalMs(8, 40),
  "sqs.receive-message": lognormalMs(10, 60),
  "sqs.delete-message": lognormalMs(7, 40),
  "sqs.change-message-visibility": lognormalMs(7, 40),
  "sqs.get-queue-attributes": lognormalMs(7, 40),
};
