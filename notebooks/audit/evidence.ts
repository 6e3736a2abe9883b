/**
 * What judges look at, as claims under their names.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import { type Claim, claimOf, parentsOf } from "../claims/claim.ts";
import type { Evidence } from "./judgement.ts";
import { type Published, publishedFigure, remarkedFigure } from "./published.ts";

/** Evidence that remembers the claims it gave. */
export interface Dossier extends Evidence {
  /** These claims, and those that they were computed from; each once. */
  withParents(claims: readonly Claim[]): Claim[];
}

/** Figures of ours and published claims, as judges look at them. */
export function evidenceOf(
  figures: ReadonlyMap<string, Figure>,
  published: readonly Published[],
): Dossier {
  const given = new Map<string, Claim>();
  const give = (id: string, figure: Figure): Claim => {
    const claim = given.get(id) ?? claimOf(id, figure);
    given.set(id, claim);
    return claim;
  };
  const publishedAs = (claimId: string) =>
    lookUp(published.find((claim) => claim.claimId === claimId), claimId);
  for (const [name, figure] of figures) give(`evidence.${name}`, figure);
  return {
    of: (name) => lookUp(given.get(`evidence.${name}`), name),
    published: (id) => give(`published.${id}`, publishedFigure(publishedAs(id))),
    remarked: (id, remark, place, unit) =>
      give(
        `published.${id}.${remark}_${place}`,
        remarkedFigure(publishedAs(id), remark, place, unit),
      ),
    computed: (name, unit, formula, value) =>
      give(`ours.${name}`, { value, unit, source: { kind: "derived", formula } }),
    withParents(claims) {
      const found = new Map<string, Claim>();
      const add = (claim: Claim) => {
        if (found.has(claim.id)) return;
        found.set(claim.id, claim);
        for (const id of parentsOf(claim)) add(lookUp(given.get(id), id));
      };
      claims.forEach(add);
      return [...found.values()];
    },
  };
}

function lookUp<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`Cannot audit: there must be evidence ${name}`);
  return found;
}
