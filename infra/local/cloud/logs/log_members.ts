/**
 * Members that several CloudWatch Logs requests have.
 *
 * @module
 */
import { type Input, optionalInteger, optionalString } from "../http/members.ts";
import { invalidParameter } from "./errors.ts";
import type { LogGroup, LogStore } from "./log_store.ts";
import { PAGE_EVENTS_MAX } from "./read_events.ts";

/** @throws {AwsError} `InvalidParameterException` where a required member is absent. */
export function required(input: Input, name: string): string {
  const value = optionalString(input, name);
  if (value !== undefined) return value;
  throw invalidParameter(
    `1 validation error detected: Value null at '${name}' failed to satisfy constraint: Member must ` +
      "not be null",
  );
}

/**
 * The log group that a request names, by name or by identifier (a name or an ARN).
 *
 * @throws {AwsError} `ResourceNotFoundException`, or `InvalidParameterException` for both or neither.
 */
export function groupOf(store: LogStore, input: Input): LogGroup {
  const name = optionalString(input, "logGroupName");
  const identifier = optionalString(input, "logGroupIdentifier");
  if ((name === undefined) === (identifier === undefined)) {
    throw invalidParameter("Exactly one of logGroupName and logGroupIdentifier must be specified.");
  }
  const arn = /^arn:aws:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(identifier ?? "");
  return store.group(name ?? arn?.[1] ?? identifier ?? "");
}

/**
 * A page's size.
 *
 * @throws {AwsError} `InvalidParameterException` outside 1 to `max`.
 */
export function pageLimit(limit: number | undefined, max = PAGE_EVENTS_MAX): number {
  if (limit === undefined) return max;
  if (limit >= 1 && limit <= max) return limit;
  throw invalidParameter(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must ` +
      `be between 1 and ${max}`,
  );
}

/** @throws {AwsError} `InvalidParameterException` outside 1 to 50. */
export function describeLimit(input: Input): number {
  return pageLimit(optionalInteger(input, "limit"), 50);
}
