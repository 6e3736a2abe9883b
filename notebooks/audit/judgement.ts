/**
 * What becomes of a published claim: a verdict, by what, and why. Verdicts are computed from evidence; none
 * is typed in.
 *
 * @module
 */
import type { Claim } from "../claims/claim.ts";
import type { Sentence } from "../claims/sentence.ts";
import type { Published, Remark } from "./published.ts";

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
  /** What we put in its place, in the published unit; absent where there is nothing to put. */
  ours?: Claim;
  /** One sentence, whose numbers are claims. */
  reason: Sentence;
}

/** What judges look at, each a claim that can be followed. */
export interface Evidence {
  /** A figure of ours by its name: `evidence.<name>`. @throws {RangeError} if there is none. */
  of(name: string): Claim;
  /** What was published under a claim id: `published.<id>`. @throws {RangeError} if there is none. */
  published(claimId: string): Claim;
  /** A number in the words of a published claim, see `remarkedFigure()`: `published.<id>.<remark>_<place>`. */
  remarked(claimId: string, remark: Remark, place: number, unit: string): Claim;
  /** What a judge computes of other claims: `ours.<name>`; `formula` names them in braces. */
  computed(name: string, unit: string, formula: string, value: number): Claim;
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
  ours: Claim,
  words: { holds: Sentence; contradicted: Sentence },
): Judgement {
  const verdict = agrees(claim.value, numberOf(ours)) ? "holds" : "contradicted";
  return { verdict, by, ours, reason: words[verdict] };
}

/** Whatever the verdict, for the same reason. */
export function either(reason: Sentence): { holds: Sentence; contradicted: Sentence } {
  return { holds: reason, contradicted: reason };
}

/** A claim's value as a number. */
export function numberOf({ value }: Claim): number {
  return Number(value);
}

/** A formula over claims, as a template: `{a.b} / {c.d}`. */
export function formula(strings: TemplateStringsArray, ...claims: readonly Claim[]): string {
  return strings.reduce((text, next, index) => `${text}{${claims[index - 1]!.id}}${next}`);
}

/** A claim that nothing published lets anybody check. */
export function unknowable(reason: Sentence, ours?: Claim): Judgement {
  const by = "nothing published";
  return { verdict: "cannot be known", by, reason, ...(ours === undefined ? {} : { ours }) };
}
