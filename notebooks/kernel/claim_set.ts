/**
 * Claims of several notebooks together.
 *
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { type Claim, claimOf } from "../claims/claim.ts";

/** How far two numbers may be apart and still be the same: sums in another order, relative. */
const SAME = 1e-9;

/** Sorts claims by id, by code unit: the same order in every locale. */
export function byId(a: Claim, b: Claim): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * Adds a claim to others. The same id again must be the same claim.
 *
 * @returns what is wrong with the claim, which is then left out.
 * @example
 * ```ts
 * import { addClaim } from "./claim_set.ts";
 * import { claimOf } from "../claims/claim.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "README.md", reason: "an example" } as const;
 * const drain = (value: number) => claimOf("phase5.drain", { value, unit: "s", source });
 * const claims = [drain(28)];
 * assert.deepEqual(addClaim(drain(28), claims), []);
 * assert.deepEqual(addClaim(drain(29), claims), [
 *   "phase5.drain is published twice and differs: value 28 first, 29 then",
 * ]);
 * ```
 */
export function addClaim(claim: Claim, claims: Claim[]): string[] {
  const same = claims.find(({ id }) => id === claim.id);
  if (same !== undefined) {
    const differences = differencesOf(same, claim, ["first", "then"]);
    return differences === "" ? [] : [`${claim.id} is published twice and differs: ${differences}`];
  }
  try {
    const { id, interval, ...figure } = claim;
    claims.push(claimOf(id, { ...figure, ...(interval !== null && { interval }) }));
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}

/** In what two claims of one id differ: `value 28 there, 29 published`; empty if in nothing. */
export function differencesOf(
  a: Claim,
  b: Claim,
  [nameA, nameB]: readonly [string, string],
): string {
  return (["value", "unit", "interval", "source"] as const).flatMap((field) => {
    if (isSame(a[field], b[field])) return [];
    const [textA, textB] = whereTheyDiffer(JSON.stringify(a[field]), JSON.stringify(b[field]));
    return [`${field} ${textA} ${nameA}, ${textB} ${nameB}`];
  }).join("; ");
}

/** Longest text that is shown whole; a query may have pages. */
const SHOWN_MAX = 200;
/** What is shown of a longer one before the first difference. */
const SHOWN_BEFORE = 60;

/** Two texts, each shortened to what stands around their first difference. */
function whereTheyDiffer(...texts: [string, string]): string[] {
  const [a, b] = texts;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  const from = Math.max(0, same - SHOWN_BEFORE);
  return texts.map((text) => {
    if (text.length <= SHOWN_MAX) return text;
    const part = text.slice(from, from + SHOWN_MAX);
    return `${from === 0 ? "" : "…"}${part}${from + SHOWN_MAX < text.length ? "…" : ""}`;
  });
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((value, index) => isSame(value, b[index]));
  }
  return isDeepStrictEqual(a, b);
}
