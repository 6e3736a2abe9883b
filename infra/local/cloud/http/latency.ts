/**
 * Stated latencies: milliseconds that a call takes longer, to stand for a distance that loopback has
 * not. Half is waited before the call takes effect and half before its answer, as a network does, so
 * that a published message is in the queue half a round trip after it was sent.
 *
 * @module
 */

/** The operations of each service that can be slowed, batch forms under the name of the single one. */
export const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  sqs: [
    ...["CreateQueue", "DeleteQueue", "GetQueueUrl", "ListQueues", "GetQueueAttributes"],
    ...["SetQueueAttributes", "PurgeQueue", "SendMessage", "SendMessageBatch", "ReceiveMessage"],
    ...["DeleteMessage", "DeleteMessageBatch", "ChangeMessageVisibility"],
    ...["ChangeMessageVisibilityBatch", "TagQueue", "UntagQueue", "ListQueueTags"],
  ],
  sns: [
    ...["CreateTopic", "DeleteTopic", "ListTopics", "GetTopicAttributes", "SetTopicAttributes"],
    ...["Subscribe", "Unsubscribe", "ConfirmSubscription", "ListSubscriptions"],
    ...["ListSubscriptionsByTopic", "GetSubscriptionAttributes", "SetSubscriptionAttributes"],
    ...["Publish", "PublishBatch", "TagResource", "UntagResource", "ListTagsForResource"],
  ],
  sts: ["GetCallerIdentity"],
  cloudwatch: ["PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"],
  logs: [
    ...["CreateLogGroup", "DeleteLogGroup", "PutRetentionPolicy", "CreateLogStream"],
    ...["PutLogEvents", "FilterLogEvents", "GetLogEvents", "DescribeLogGroups"],
    "DescribeLogStreams",
  ],
};

/** The latencies of a running cloud. */
export interface Latencies {
  /** Whether any call is slowed. */
  readonly any: boolean;
  /** Milliseconds added to one operation, 0 without a setting. */
  ofMs(service: string, operation: string): number;
}

/** `sqs` and `SendMessageBatch` as `sqs.send-message`. */
export function latencyKey(service: string, operation: string): string {
  const words = operation.replace(/Batch$/, "").replace(/(?<=[a-z])(?=[A-Z])/g, "-");
  return `${service}.${words.toLowerCase()}`;
}

/**
 * Checks stated latencies.
 *
 * @param stated milliseconds, 0 to 60,000, by `<service>.<operation>`: `{"sns.publish": 110}`; the key
 * of an operation covers its batch form.
 * @throws {RangeError} naming every unknown key and every bad value, with the keys there are.
 * @example
 * ```ts
 * import { parseLatencies } from "./latency.ts";
 * import assert from "node:assert/strict";
 *
 * const latencies = parseLatencies({ "sns.publish": 110 });
 * assert.equal(latencies.ofMs("sns", "PublishBatch"), 110);
 * assert.throws(() => parseLatencies({ "sns.pubish": 110 }), /sns\.publish/);
 * ```
 */
export function parseLatencies(stated: Readonly<Record<string, number>>): Latencies {
  const known = new Map<string, number>();
  for (const [service, operations] of Object.entries(OPERATIONS)) {
    for (const operation of operations) known.set(latencyKey(service, operation), 0);
  }
  const faults: string[] = [];
  for (const [key, ms] of Object.entries(stated)) {
    if (!known.has(key)) faults.push(`${key} is not one of ${[...known.keys()].join(", ")}`);
    else if (typeof ms !== "number" || !(ms >= 0 && ms <= 60_000)) {
      faults.push(`${key} must be a number from 0 to 60000 ms, got ${ms}`);
    } else known.set(key, ms);
  }
  if (faults.length > 0) throw new RangeError(`Cannot add latencies: ${faults.join("; ")}`);
  return {
    any: [...known.values()].some((ms) => ms > 0),
    ofMs: (service, operation) => known.get(latencyKey(service, operation)) ?? 0,
  };
}

/** The two halves of one call's latency. */
export interface Delay {
  before(): Promise<void>;
  /** What is left, so that a late first half does not lengthen the whole. */
  after(): Promise<void>;
}

/** Waits of one call that is to take `ms` longer; aborting ends them early. */
export function startDelay(ms: number, signal: AbortSignal): Delay {
  let waitedMs = 0;
  async function wait(forMs: number): Promise<void> {
    if (forMs <= 0 || signal.aborted) return;
    const startedAt = performance.now();
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, forMs);
      signal.addEventListener("abort", done);
    });
    waitedMs += performance.now() - startedAt;
  }
  return { before: () => wait(ms / 2), after: () => wait(ms - waitedMs) };
}
