/**
 * Time from a topic's answer to a message's arrival in the queue.
 *
 * @module
 */
import { lognormalMs } from "./draw.ts";

/**
 * Lognormal. Source: `data/reference/model_parameters.csv`, SNS `SNS_to_SQS_delivery_p50`, `_p99`
 * (assumed there from a published SNS → Lambda latency).
 */
export const TOPIC_DELIVERY_MS = lognormalMs(20, 200);
