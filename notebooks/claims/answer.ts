/**
 * The answer that a notebook ends with.
 *
 * @module
 */
import type { Claim } from "./claim.ts";
import { claimText } from "./claim_text.ts";

/** The answer of a notebook: one sentence made from claims. */
export interface Answer {
  text: string;
  /** Ids of the claims in it, in order. */
  claims: readonly string[];
}

/**
 * The answer that a sentence is.
 *
 * @throws {TypeError} if the sentence has a digit that no claim stands behind.
 * @example
 * ```ts
 * import { claimOf } from "./claim.ts";
 * import { answerOf } from "./answer.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "a.ts", reason: "agreed on" } as const;
 * const slots = claimOf("phase5.slots", { value: 5, unit: "slots", source });
 * assert.deepEqual(answerOf(["It takes ", "."], [slots]), { text: "It takes 5 slots.", claims: ["phase5.slots"] });
 * assert.throws(() => answerOf(["It takes 5 slots."], []), /every number must be a claim/);
 * ```
 */
export function answerOf(
  strings: readonly string[],
  claims: readonly Claim[],
): Answer {
  const typed = strings.find((text) => /\d/.test(text));
  if (typed !== undefined) {
    throw new TypeError(
      `Cannot answer: every number must be a claim, got ${JSON.stringify(typed)}`,
    );
  }
  const text = strings.reduce((text, next, index) => text + claimText(claims[index - 1]!) + next);
  return { text, claims: claims.map(({ id }) => id) };
}
