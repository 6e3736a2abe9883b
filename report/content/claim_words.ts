/**
 * What the report says of a claim: its value in a sentence, and where it comes from.
 *
 * @module
 */
import { countText } from "../../experiments/run/format.ts";
import type { Claim } from "../../notebooks/claims/claim.ts";
import {
  claimText,
  countedUnit,
  intervalText,
  valueText,
} from "../../notebooks/claims/claim_text.ts";
import type { Answer } from "../../notebooks/claims/publish.ts";

/**
 * A claim as a placeholder wants it.
 *
 * `value` leaves the unit out, but where it says how to read the number: seconds, percent and the dollar's
 * sign stay.
 *
 * @example
 * ```ts
 * import { claimWords } from "./claim_words.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "a.md", reason: "an example" } as const;
 * const claim = { id: "sale.ratio", value: 30.4, unit: "times", interval: [30, 31], source } as const;
 * assert.equal(claimWords(claim), "30.4 times");
 * assert.equal(claimWords(claim, "value"), "30.4");
 * assert.equal(claimWords(claim, "interval"), "30.0 to 31.0 times");
 * ```
 */
export function claimWords(claim: Claim, option?: string): string {
  const { value, unit, interval } = claim;
  if (option === "value") return withoutUnit(claimText(claim), unit);
  if (option !== "interval") return claimText(claim);
  if (interval === null || typeof value === "string") return "no interval";
  const [low, high] = interval.map((end) => valueText(end, unit)) as [string, string];
  const measure = high.slice(withoutUnit(high, unit).length) || / \D+$/.exec(high)?.[0];
  return `${
    measure !== undefined && low.endsWith(measure) ? low.slice(0, -measure.length) : low
  } to ${high}`;
}

function withoutUnit(text: string, unit: string): string {
  if (unit === "s") return text;
  const said = unit.startsWith("USD")
    ? [unit.slice("USD".length)]
    : [` ${unit}`, ` ${countedUnit(1, unit)}`];
  const found = said.find((words) => words !== "" && text.endsWith(words));
  return found === undefined ? text : text.slice(0, -found.length);
}

/** One fact about a claim. */
export interface Fact {
  label: string;
  text: string;
  /** Code is shown as it is written: a path, a query. `formula` holds ids of claims in braces. */
  as: "words" | "code" | "query" | "formula";
}

/** Where a claim comes from, fact by fact. */
export function sourceFacts({ source }: Claim): Fact[] {
  switch (source.kind) {
    case "rows":
      return [
        { label: "File", text: `${source.folder}/${source.file}`, as: "code" },
        { label: "Rows", text: countText(source.rows), as: "words" },
        { label: "Query", text: source.query, as: "query" },
        ...(source.method === undefined
          ? []
          : [{ label: "Method", text: source.method, as: "words" } as const]),
      ];
    case "derived":
      return [{ label: "Formula", text: source.formula, as: "formula" }];
    case "assumption":
      return [
        { label: "Assumed in", text: source.file, as: "code" },
        { label: "Because", text: source.reason, as: "words" },
      ];
  }
}

/** The interval as a fact; a verdict and an assumption have none to have. */
export function intervalFact(claim: Claim): Fact[] {
  if (typeof claim.value === "string" || claim.source.kind === "assumption") return [];
  const text = claim.interval === null
    ? intervalText(claim).replace(/^no interval: /, "none: ")
    : claimWords(claim, "interval");
  return [{ label: "95 % interval", text, as: "words" }];
}

/**
 * An answer cut at its claims: text, claim id, text, …, text.
 *
 * @throws {TypeError} if a claim's words are not in it.
 */
export function answerParts(
  { text, claims: ids }: Answer,
  claims: ReadonlyMap<string, Claim>,
): string[] {
  const parts: string[] = [];
  let rest = text;
  for (const id of ids) {
    const words = claimText(claims.get(id)!);
    const at = rest.indexOf(words);
    if (at < 0) {
      throw new TypeError(
        `Cannot show an answer: it must say ${JSON.stringify(words)} for ${id}, got ${
          JSON.stringify(text)
        }`,
      );
    }
    parts.push(rest.slice(0, at), id);
    rest = rest.slice(at + words.length);
  }
  return [...parts, rest];
}
