/**
 * What becomes of a published claim: a verdict, by what, and why. Verdicts are computed from evidence; none
 * is typed in.
 *
 * @module
 */
import { significant } from "../../experiments/run/format.ts";
import type { Published } from "./published.ts";

/** The three things that can be said of a claim. */
export type Verdict = "holds" | "contradicted" | "cannot be known";

/** What decides. */
export type Ground =
  | "arithmetic"
  | "measurement"
  | "simulation"
  | "reference"
  | "nothing published";

/** See the module. */
export interface Judgement {
  verdict: Verdict;
  by: Ground;
  /** What we put in its place, in the claim's unit; absent where there is nothing to put. */
  ours?: number;
  /** One sentence. */
  reason: string;
}

/** What judges look at: values by name, in the units that the names say. */
export interface Evidence {
  /** The value of that name. @throws {RangeError} if there is none. */
  value(name: string): number;
  /** A published value by its claim id. @throws {RangeError} if there is none. */
  published(claimId: string): number;
}

/** Judges one claim. */
export type Judge = (claim: Published, evidence: Evidence) => Judgement;

/** How far a published value may lie from ours and still hold, as a share of ours. */
export const TOLERANCE = 0.02;

/** Whether two values are the same within the tolerance, or within the last digit that was published. */
export function agrees(published: number, ours: number): boolean {
  const digit = 10 ** -(String(published).split(".")[1]?.length ?? 0);
  return Math.abs(published - ours) <= Math.max(TOLERANCE * Math.abs(ours), digit / 2);
}

/** Holds if the value agrees with ours, else is contradicted by it. */
export function compared(
  by: Ground,
  claim: Published,
  ours: number,
  words: { holds: string; contradicted: string },
): Judgement {
  const verdict = agrees(claim.value, ours) ? "holds" : "contradicted";
  return { verdict, by, ours, reason: words[verdict] };
}

/** A value as a reason has it: three digits, unit. */
export function say(value: number, unit = ""): string {
  return `${significant(value)}${unit === "" ? "" : ` ${unit}`}`;
}

/** A claim that nothing published lets anybody check. */
export function unknowable(reason: string, ours?: number): Judgement {
  const by = "nothing published";
  return ours === undefined
    ? { verdict: "cannot be known", by, reason }
    : { verdict: "cannot be known", by, ours, reason };
}
