/**
 * Settings of a memory queue, their defaults and ranges.
 *
 * @module
 */
import type { DeadLetter } from "./message_store.ts";
import type { SeededRandom } from "../../services/orders/seeded_random.ts";
import type { CallLatency, FaultPolicy } from "./service_calls.ts";
import type { VirtualClock } from "./virtual_clock.ts";

/** Calls of a queue. */
export type QueueOperation = "send" | "receive" | "delete" | "extend" | "attributes";

/** A queue that takes what another queue could not get rid of. */
export interface DeadLetterQueue {
  acceptDeadLetter(message: DeadLetter): void;
}

/** Settings of a memory queue. */
export interface MemoryQueueOptions {
  /** 1 to 80 letters, digits, `-` or `_`. */
  name: string;
  clock: VirtualClock;
  /** The queue's own stream. */
  random: SeededRandom;
  /** Where messages go that have been received `maxReceiveCount` times; they stay when absent. */
  deadLetterQueue?: DeadLetterQueue;
  /** Receives before that, >= 1; 3 when absent. */
  maxReceiveCount?: number;
  /** Most messages under a lease; 120,000 when absent (documented, "approximately"). */
  inFlightMax?: number;
  /** How long a message is kept, seconds, 60 to 1,209,600; 345,600 when absent. */
  retentionS?: number;
  /** Among how many of the oldest messages the next is drawn, >= 1; 32 when absent (assumed). */
  disorderWindow?: number;
  /** Chance that a message is seen by a short poll, (0, 1]; 1 when absent (0.5 is assumed for AWS). */
  shortPollHitRatio?: number;
  /** Chance that a delivery leaves a copy of its message behind, [0, 1); 0 when absent. */
  duplicateProbability?: number;
  /** How long such a copy stays hidden, milliseconds; 0 when absent. */
  duplicateDelayMs?: (random: SeededRandom) => number;
  /** How old the counts of `attributes` may be, milliseconds; 0 when absent (AWS: up to a minute). */
  attributesAgeMsMax?: number;
  /** 0 when absent. */
  latencyMs?: CallLatency<QueueOperation>;
  faults?: FaultPolicy<QueueOperation>;
}

/** The settings that are numbers, none absent. */
export type QueueNumbers = Required<Pick<MemoryQueueOptions, keyof typeof RULES>>;

interface Rule {
  fallback: number;
  holds(value: number): boolean;
  words: string;
}

const RULES = {
  maxReceiveCount: whole(1, 1000, 3),
  inFlightMax: whole(1, 120_000, 120_000),
  retentionS: whole(60, 1_209_600, 345_600),
  disorderWindow: whole(1, 1_000_000, 32),
  shortPollHitRatio: {
    fallback: 1,
    holds: (value) => value > 0 && value <= 1,
    words: "> 0 and <= 1",
  },
  duplicateProbability: {
    fallback: 0,
    holds: (value) => value >= 0 && value < 1,
    words: ">= 0 and < 1",
  },
  attributesAgeMsMax: {
    fallback: 0,
    holds: (value) => value >= 0 && value < Infinity,
    words: ">= 0 and finite",
  },
} satisfies Record<string, Rule>;

/**
 * The numbers among the settings, with defaults for those that are absent.
 *
 * @throws {RangeError} naming every setting that is out of range.
 */
export function checkQueueOptions(options: Readonly<MemoryQueueOptions>): QueueNumbers {
  const faults: string[] = [];
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(options.name)) {
    faults.push(
      `name must be 1 to 80 letters, digits, - or _, got ${JSON.stringify(options.name)}`,
    );
  }
  const numbers = Object.fromEntries(
    Object.entries<Rule>(RULES).map(([name, rule]) => {
      const value = options[name as keyof typeof RULES] ?? rule.fallback;
      if (!rule.holds(value)) faults.push(`${name} must be ${rule.words}, got ${value}`);
      return [name, value];
    }),
  );
  if (faults.length > 0) throw new RangeError(`Cannot create queue: ${faults.join("; ")}`);
  return numbers as QueueNumbers;
}

function whole(min: number, max: number, fallback: number): Rule {
  return {
    fallback,
    holds: (value) => Number.isInteger(value) && value >= min && value <= max,
    words: `a whole number from ${min} to ${max}`,
  };
}
