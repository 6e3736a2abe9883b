/**
 * Requests that SNS and SQS bill.
 *
 * @module
 */

/** Payload of one billed request; rows `64 KB` of `data/reference/prices.csv`. */
export const CHUNK_BYTES = 65_536;

/**
 * Requests billed for messages that go several a call: messages / perCall × ⌈perCall × bytes /
 * 65,536⌉.
 *
 * A batch is one request as long as its payload fits into 64 KB; each further 64 KB is one more. On
 * SNS a batch of ten small messages is billed like a single one. Source: rows `what counts…` of
 * `data/reference/prices.csv`.
 *
 * @param messages >= 0.
 * @param perCall messages in a call on average, 1 to 10.
 * @param bytes payload of one; 0 where the call carries none, as a delete.
 * @example
 * ```ts
 * import { billedRequests } from "./messages.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(billedRequests(1000, 1, 250), 1000);
 * assert.equal(billedRequests(1000, 10, 250), 100);
 * assert.equal(billedRequests(1000, 10, 10_000), 200);
 * ```
 */
export function billedRequests(messages: number, perCall: number, bytes: number): number {
  return messages / perCall * Math.max(1, Math.ceil(perCall * bytes / CHUNK_BYTES));
}

/**
 * Empty receives of an idle worker in an hour: 3,600 / waitS. It keeps one long poll open.
 *
 * Of a worker that is busy at times it is an upper bound: receives that bring messages end sooner, and
 * are billed beside these.
 *
 * @param waitS long poll, 1 to 20 s.
 * @example
 * ```ts
 * import { emptyReceivesPerTaskHour } from "./messages.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(emptyReceivesPerTaskHour(20), 180);
 * ```
 */
export function emptyReceivesPerTaskHour(waitS: number): number {
  return 3600 / waitS;
}
