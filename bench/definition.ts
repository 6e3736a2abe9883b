/**
 * What a bench is: something measured several times, ours and its peers in turn.
 *
 * @module
 */
import type { AwsEnvironment } from "../experiments/run/ports.ts";

/** One value of one run. */
export interface Measurement {
  /** What was asked of all subjects alike: `slots-20`. */
  case: string;
  /** Who was measured: `spillway`, or a peer. */
  subject: string;
  version: string;
  /** 1 to n. */
  run: number;
  metric: string;
  value: number;
  unit: string;
}

/** What a bench is given. */
export interface BenchContext {
  /** Runs of each case and subject, >= 1. */
  runs: number;
  /** Cases wanted; empty: all. */
  cases: readonly string[];
  /** AWS to measure against; absent: the embedded cloud. */
  aws?: AwsEnvironment;
  /** Version of what is ours: the commit. */
  version: string;
  /** Keeps one value. */
  record(measurement: Measurement): void;
  /** Says how far it is. */
  say(line: string): void;
  /** Aborts when the bench is to end; it then leaves no process behind and throws the reason. */
  signal: AbortSignal;
}

/** What came out. */
export interface BenchResult {
  /** Tables and sentences for the reader. */
  lines: string[];
  /** Bounds that do not hold, in words. */
  missed: string[];
}

/** One bench. */
export interface Bench {
  name: string;
  /** What it measures, in one line. */
  title: string;
  /** The ids of its cases. */
  cases: readonly string[];
  /** Modules that it starts as processes: `file:` URLs. */
  scripts: readonly string[];
  /** Runs unless told otherwise. */
  runs: number;
  /**
   * Measures.
   *
   * @returns peers that are not installed, each with what to do about it.
   */
  measure(context: BenchContext): Promise<string[]>;
  /** What the measurements say. */
  result(measurements: readonly Measurement[]): BenchResult;
}

/** The cases of a bench that are wanted. */
export function wantedCases<T extends { id: string }>(
  all: readonly T[],
  { cases }: Pick<BenchContext, "cases">,
): T[] {
  return all.filter(({ id }) => cases.length === 0 || cases.includes(id));
}
