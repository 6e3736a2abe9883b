/**
 * A queue's attributes: what was set, and what is counted when asked.
 *
 * @module
 */
import type { Depths } from "./message_pool.ts";

/** Where messages go that were received too often; `maxReceiveCount` is Infinity without a policy. */
export interface RedrivePolicy {
  deadLetterTargetArn: string;
  maxReceiveCount: number;
}

const DEFAULTS = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
  ReceiveMessageWaitTimeSeconds: "0",
  SqsManagedSseEnabled: "true",
};

/** The attributes whose value is a number of their own. */
export type NumericAttribute =
  | "VisibilityTimeout"
  | "MessageRetentionPeriod"
  | "ReceiveMessageWaitTimeSeconds";

const NO_POLICY: RedrivePolicy = { deadLetterTargetArn: "", maxReceiveCount: Infinity };

/** The policy that the attribute's JSON says; {@linkcode NO_POLICY} where it says none. */
export function parseRedrivePolicy(json: string | undefined): RedrivePolicy {
  if (json === undefined || json === "") return NO_POLICY;
  const policy: unknown = JSON.parse(json);
  if (typeof policy !== "object" || policy === null) return NO_POLICY;
  const { deadLetterTargetArn, maxReceiveCount } = policy as Record<string, unknown>;
  const receives = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || !Number.isInteger(receives)) return NO_POLICY;
  return { deadLetterTargetArn, maxReceiveCount: receives };
}

/** The attributes of one queue. */
export interface QueueAttributes {
  /** As set, defaults included; fauxqs reads and merges it. */
  attributes: Record<string, string>;
  number(name: NumericAttribute): number;
  redrivePolicy(): RedrivePolicy;
  /** The values of the names asked for; `All` asks for all. */
  read(names: string[]): Record<string, string>;
  /** Sets attributes; an empty redrive policy clears it. */
  write(changes: Record<string, string>): void;
}

/** Attributes as they stand when a queue is created. */
export function queueAttributes(
  options: { arn: string; attributes?: Record<string, string> },
  now: () => number,
  depths: () => Depths,
): QueueAttributes {
  const attributes: Record<string, string> = { ...DEFAULTS, ...options.attributes };
  const createdAtS = Math.floor(now() / 1_000);
  let changedAtS = createdAtS;
  let policy = { json: "", parsed: NO_POLICY };

  return {
    attributes,
    number: (name) => Number(attributes[name]),
    redrivePolicy() {
      const json = attributes["RedrivePolicy"] ?? "";
      if (json !== policy.json) policy = { json, parsed: parseRedrivePolicy(json) };
      return policy.parsed;
    },
    read(names) {
      const { visible, notVisible, delayed } = depths();
      const all: Record<string, string> = {
        ...attributes,
        QueueArn: options.arn,
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(notVisible),
        ApproximateNumberOfMessagesDelayed: String(delayed),
        CreatedTimestamp: String(createdAtS),
        LastModifiedTimestamp: String(changedAtS),
      };
      if (names.includes("All")) return all;
      return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
    },
    write(changes) {
      Object.assign(attributes, changes);
      if (changes["RedrivePolicy"] === "") delete attributes["RedrivePolicy"];
      changedAtS = Math.floor(now() / 1_000);
    },
  };
}
