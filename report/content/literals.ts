/**
 * No result is typed into prose by hand.
 *
 * The rule: a numeral may stand in a placeholder, in code that does not begin with one, in a link's target,
 * before an item of a numbered list, and in an ordinary name ({@linkcode NAMES}). Nowhere else. Nor may a
 * number be spelt out before what is counted or measured: “thirty times”, “two minutes”.
 *
 * @module
 */
import { catalog } from "../../experiments/catalog/catalog.ts";
import type { ProseFault } from "./placeholder.ts";

/** Names with digits that say nothing in numbers: experiments, the original's questions, percentiles, paper. */
const NAMES = [...catalog.map(({ name }) => name), "Q[1-6]", "p50", "p95", "p99", "A4"];

const ORDINARY = new RegExp(`(?<![\\p{L}\\p{N}_.,])(${NAMES.join("|")})(?![\\p{L}\\p{N}_])`, "gu");

const SPELT = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|" +
  "forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half a";

const MEASURES = "times|fold|per ?cent|percent|%|milliseconds?|seconds?|minutes?|hours?|days?|" +
  "orders?|messages?|users?|payments?|dollars?|cents?";

/** “per thousand orders” is a unit. */
const SPELT_RESULT = new RegExp(
  `(?<!\\b(?:per|a|every)[ -])\\b(?:${SPELT})[ -](?:of )?(?:${MEASURES})(?![\\p{L}])`,
  "giu",
);

/**
 * Results that stand in a text as words or numerals.
 *
 * @param text Markdown with placeholders.
 * @example
 * ```ts
 * import { literalFaults } from "./literals.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(literalFaults("Under `phase5` it took {{phase5.drain}}."), []);
 * assert.match(literalFaults("It took 28 min.")[0]!.text, /28/);
 * ```
 */
export function literalFaults(text: string): ProseFault[] {
  return plainWords(text).split("\n").flatMap((content, index) => {
    const words = content.replace(/^\s*\d+\.\s/, " ").replace(ORDINARY, " ");
    const typed = [
      ...words.matchAll(/\S*\p{N}\S*/gu),
      ...content.matchAll(SPELT_RESULT),
    ];
    return typed.map(([word]) => ({
      line: index + 1,
      text: `${
        JSON.stringify(word)
      } is a number typed by hand: a result must be a claim, {{claim.id}}`,
    }));
  });
}

/**
 * A text without placeholders, code and link targets, line by line as before. Code that begins with a
 * numeral is kept: it is a number in disguise.
 */
export function plainWords(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text
    .replace(/\{\{[^{}\n]*\}\}/g, blank)
    .replace(/^(```+|~~~+)[^]*?^\1[^\n]*$/gm, blank)
    .replace(
      /(`+)([^`][^]*?)\1(?!`)/g,
      (code, _, inside: string) => /^[^\p{L}\p{N}]*\p{N}/u.test(inside) ? code : blank(code),
    )
    .replace(/\]\([^)\n]*\)/g, blank);
}

/** HTML in a text: the page is made from Markdown alone, so that Markdown and paper have all of it. */
export function htmlFaults(text: string): ProseFault[] {
  return plainWords(text).split("\n").flatMap((content, index) =>
    /<[a-z!/?]/i.test(content)
      ? [{ line: index + 1, text: "< begins HTML: prose is Markdown alone, &lt; shows the sign" }]
      : []
  );
}
