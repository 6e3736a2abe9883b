/**
 * Every figure, and where it comes from, as a table.
 *
 * @module
 */
import type { Claim } from "../../notebooks/claims/claim.ts";
import type { ResultTable } from "../../notebooks/claims/publish.ts";
import { claimWords, sourceFacts } from "./claim_words.ts";

const LONG = ["Query", "Method"];

/**
 * One row a claim, by id.
 *
 * @param queries says the query and the method too, where nothing else does.
 */
export function sourcesTable(
  claims: ReadonlyMap<string, Claim>,
  { queries }: { queries: boolean },
): ResultTable {
  return {
    id: "sources",
    title: "Figures by claim",
    columns: [
      { header: "claim", align: "left" },
      { header: "value" },
      { header: "95 % interval" },
      { header: "from", align: "left" },
    ],
    rows: [...claims.values()].map((claim) => [
      claim.id,
      claim,
      claim.interval === null ? "–" : claimWords(claim, "interval"),
      sourceFacts(claim).filter(({ label }) => queries || !LONG.includes(label))
        .map(({ label, text }) => `${label}: ${text}`).join(" · "),
    ]),
  };
}
