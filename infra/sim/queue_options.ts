/**
 * Defaults and ranges of a memory queue's settings.
 *
 * @module
 */
import type { MemoryQueueOptions } from "./memory_queue.ts";

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
