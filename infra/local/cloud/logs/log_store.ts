/**
 * Log groups and their streams.
 *
 * @module
 */
import { alreadyExists, invalidParameter, notFound } from "./errors.ts";
import { createEventList, type EventList, type NewEvent } from "./event_list.ts";

/** One log stream. */
export interface LogStream {
  readonly name: string;
  readonly createdAtMs: number;
  readonly events: EventList;
  lastIngestedAtMs: number | undefined;
}

/** One log group. */
export interface LogGroup {
  readonly name: string;
  readonly createdAtMs: number;
  readonly streams: Map<string, LogStream>;
  retentionDays: number | undefined;
  /** Bytes of all messages, with AWS's 26 an event. */
  storedBytes: number;
}

/** See {@linkcode createLogStore}. */
export interface LogStore {
  readonly groups: ReadonlyMap<string, LogGroup>;
  /** @throws {AwsError} `ResourceAlreadyExistsException`, `InvalidParameterException`. */
  createGroup(name: string): void;
  /** @throws {AwsError} `ResourceNotFoundException`. */
  deleteGroup(name: string): void;
  /** @throws {AwsError} `ResourceNotFoundException`, `ResourceAlreadyExistsException`, `InvalidParameterException`. */
  createStream(groupName: string, name: string): void;
  /** @throws {AwsError} `ResourceNotFoundException`. */
  group(name: string): LogGroup;
  /** @throws {AwsError} `ResourceNotFoundException`. */
  stream(groupName: string, name: string): LogStream;
  /** Adds checked events; `bytes` as AWS counts them. */
  append(groupName: string, streamName: string, events: readonly NewEvent[], bytes: number): void;
}

function checkName(parameter: string, name: string, pattern: RegExp): void {
  if (name.length >= 1 && name.length <= 512 && pattern.test(name)) return;
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at '${parameter}' failed to satisfy constraint: ` +
      `Member must have 1 to 512 characters and satisfy regular expression pattern: ${pattern.source}`,
  );
}

/** No log groups. `now`: epoch milliseconds. */
export function createLogStore(now: () => number): LogStore {
  const groups = new Map<string, LogGroup>();
  // One number for all groups: every event's place is its own.
  let sequence = 0;

  function group(name: string): LogGroup {
    const found = groups.get(name);
    if (found === undefined) throw notFound("log group");
    return found;
  }

  function stream(groupName: string, name: string): LogStream {
    const found = group(groupName).streams.get(name);
    if (found === undefined) throw notFound("log stream");
    return found;
  }

  return {
    groups,
    group,
    stream,
    createGroup(name) {
      checkName("logGroupName", name, /^[.\-_/#A-Za-z0-9]+$/);
      if (groups.has(name)) throw alreadyExists("log group");
      groups.set(name, {
        name,
        createdAtMs: now(),
        streams: new Map(),
        retentionDays: undefined,
        storedBytes: 0,
      });
    },
    deleteGroup(name) {
      group(name);
      groups.delete(name);
    },
    createStream(groupName, name) {
      checkName("logStreamName", name, /^[^:*]*$/);
      const { streams } = group(groupName);
      if (streams.has(name)) throw alreadyExists("log stream");
      const events = createEventList();
      streams.set(name, { name, createdAtMs: now(), events, lastIngestedAtMs: undefined });
    },
    append(groupName, streamName, events, bytes) {
      if (events.length === 0) return;
      const target = stream(groupName, streamName);
      target.lastIngestedAtMs = now();
      target.events.append(events, sequence, target.lastIngestedAtMs);
      sequence += events.length;
      group(groupName).storedBytes += bytes;
    },
  };
}
