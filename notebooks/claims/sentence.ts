/**
 * Sentences whose numbers are claims.
 *
 * @module
 */
import type { Claim } from "./claim.ts";
import { claimText } from "./claim_text.ts";

/** Words and claims in turn, as they are read. */
export type Sentence = readonly (string | Claim)[];

/**
 * A sentence, as a template.
 *
 * @param parts claims, or sentences that become a part of this one.
 * @throws {TypeError} if the words have a digit that no claim stands behind; `p99` has none.
 * @example
 * ```ts
 * import { claimOf } from "./claim.ts";
 * import { sentence, sentenceText } from "./sentence.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "README.md", reason: "an example" } as const;
 * const drain = claimOf("phase5.drain", { value: 28.1, unit: "s", source });
 * assert.equal(sentenceText(sentence`It takes ${drain}.`), "It takes 28.1 s.");
 * assert.throws(() => sentence`It takes 28.1 s.`, /every number must be a claim, got "It takes 28.1 s."/);
 * ```
 */
export function sentence(
  strings: TemplateStringsArray,
  ...parts: readonly (Claim | Sentence)[]
): Sentence {
  const typed = strings.find((text) => /\d/.test(text.replaceAll(/\bp\d+\b/g, "")));
  if (typed !== undefined) {
    throw new TypeError(
      `Cannot say a sentence: every number must be a claim, got ${JSON.stringify(typed)}`,
    );
  }
  return strings.flatMap((text, index) => {
    const part = parts[index];
    return [text, ...(part === undefined ? [] : isSentence(part) ? part : [part])];
  });
}

function isSentence(part: Claim | Sentence): part is Sentence {
  return Array.isArray(part);
}

/** A sentence as it is read. */
export function sentenceText(parts: Sentence): string {
  return parts.map((part) => typeof part === "string" ? part : claimText(part)).join("");
}

/** A sentence with the ids of its claims in braces, as formulas have them. */
export function sentenceFormula(parts: Sentence): string {
  return parts.map((part) => typeof part === "string" ? part : `{${part.id}}`).join("");
}
