/**
 * `notebooks/claims.json`: the claims that the notebooks made on `data/example/`, committed, so that a
 * claim cannot change unseen.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Claim } from "../claims/claim.ts";
import { byId, differencesOf } from "./claim_set.ts";
import { issuesText } from "./issues_text.ts";
import { claimSchema } from "./published_schema.ts";

/** Where the claims stand. */
export const CLAIMS_FILE = fileURLToPath(new URL("../claims.json", import.meta.url));

/** What to do about a claim that is meant to be other than it was. */
export const UPDATE_ADVICE = "if that is meant: deno task notebook --check --update";

/**
 * Reads claims as they were committed; none if there is no file yet.
 *
 * @throws {TypeError} naming all that is wrong with the file.
 */
export async function readClaims(path = CLAIMS_FILE): Promise<Claim[]> {
  let content: string;
  try {
    content = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return parseClaims(path, content);
}

function parseClaims(path: string, content: string): Claim[] {
  const wrong = (why: string) =>
    new TypeError(`Cannot read ${path}: ${why}\n  remade by: deno task notebook --check --update`);
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch (error) {
    throw wrong(`it must be JSON: ${(error as Error).message}`);
  }
  const parsed = z.array(claimSchema).safeParse(json);
  if (!parsed.success) throw wrong(issuesText(parsed.error));
  return parsed.data;
}

/** The text of the file: sorted by id, so that a changed claim is a changed line. */
export function claimsText(claims: readonly Claim[]): string {
  const ordered = claims.toSorted(byId).map(({ id, value, unit, interval, source }) => ({
    id,
    value,
    unit,
    interval,
    source,
  }));
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/**
 * How published claims differ from committed ones.
 *
 * @param complete whether all notebooks were executed: only then is a claim missing that nobody published.
 * @example
 * ```ts
 * import { claimOf } from "../claims/claim.ts";
 * import { claimFaults } from "./claims_file.ts";
 * import assert from "node:assert/strict";
 *
 * const source = { kind: "assumption", file: "README.md", reason: "an example" } as const;
 * const drain = (value: number) => claimOf("phase5.drain", { value, unit: "s", source });
 * assert.deepEqual(claimFaults([drain(28)], [drain(28)], true), []);
 * assert.deepEqual(claimFaults([drain(28)], [drain(29)], true), [
 *   "phase5.drain differs from claims.json: value 28 there, 29 published",
 * ]);
 * assert.deepEqual(claimFaults([drain(28)], [], true), [
 *   "phase5.drain stands in claims.json, and no notebook published it",
 * ]);
 * ```
 */
export function claimFaults(
  committed: readonly Claim[],
  published: readonly Claim[],
  complete: boolean,
): string[] {
  const idsOf = (claims: readonly Claim[]) => new Map(claims.map((claim) => [claim.id, claim]));
  const [before, now] = [idsOf(committed), idsOf(published)];
  const ids = [...new Set([...before.keys(), ...now.keys()])].sort();
  return ids.flatMap((id) => {
    const [old, made] = [before.get(id), now.get(id)];
    if (made === undefined) {
      return complete ? [`${id} stands in claims.json, and no notebook published it`] : [];
    }
    if (old === undefined) return [`${id} is published, and claims.json lacks it`];
    const differences = differencesOf(old, made, ["there", "published"]);
    return differences === "" ? [] : [`${id} differs from claims.json: ${differences}`];
  });
}
