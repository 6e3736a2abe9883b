/**
 * The audit: every published figure, judged.
 *
 * @module
 */
import type { Figure } from "../analysis/figure.ts";
import type { PublishedAgainstMeasured } from "../charts/published_against_measured.ts";
import { type Claim, claimOf } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { sentenceFormula } from "../claims/sentence.ts";
import { factsOf } from "../questions/facts.ts";
import type { Dossier } from "./evidence.ts";
import type { AuditRuns } from "./figures.ts";
import { acceptanceJudges } from "./judges_acceptance.ts";
import { decisionJudges } from "./judges_decision.ts";
import { functionJudges } from "./judges_functions.ts";
import { workerJudges } from "./judges_workers.ts";
import { type Evidence, type Judge, type Judgement, numberOf, type Verdict } from "./judgement.ts";
import { type Published, publishedFigure } from "./published.ts";

/** A published claim with what became of it. */
export interface Judged extends Published, Judgement {}

/** Judges by claim id. */
export const JUDGES: Readonly<Record<string, Judge>> = {
  ...acceptanceJudges,
  ...workerJudges,
  ...functionJudges,
  ...decisionJudges,
};

/**
 * Judges all published claims.
 *
 * @throws {RangeError} naming every claim that has no judge.
 */
export function judgeAll(published: readonly Published[], evidence: Evidence): Judged[] {
  const unjudged = published.filter(({ claimId }) => JUDGES[claimId] === undefined);
  if (unjudged.length > 0) {
    const ids = unjudged.map(({ claimId }) => claimId).join(", ");
    throw new RangeError(`Cannot audit: each published claim must have a judge, ${ids} has none`);
  }
  return published.map((claim) => ({ ...claim, ...JUDGES[claim.claimId]!(claim, evidence) }));
}

/** The verdict on a claim, with the sentence that says why. */
export function verdictClaim({ claimId, verdict, by, ours, reason }: Judged): Claim {
  const held = ours === undefined ? "" : ` held against {${ours.id}}`;
  const formula = `{published.${claimId}}${held}, by ${by}: ${sentenceFormula(reason)}`;
  return claimOf(`audit.${claimId}`, {
    value: verdict,
    unit: "verdict",
    source: { kind: "derived", formula },
  });
}

/** All claims that verdicts and their reasons speak of, the verdicts last. */
export function auditClaims(judged: readonly Judged[], evidence: Dossier): Claim[] {
  const spoken = judged.flatMap(({ claimId, ours, reason }) => [
    evidence.published(claimId),
    ...(ours === undefined ? [] : [ours]),
    ...reason.filter((part) => typeof part !== "string"),
  ]);
  return [...evidence.withParents(spoken), ...judged.map(verdictClaim)];
}

/** How many claims got a verdict. */
export function countFigure(judged: readonly Judged[], verdict: Verdict): Figure {
  const those = judged.filter((one) => one.verdict === verdict);
  const ids = those.map(({ claimId }) => `{audit.${claimId}}`);
  return {
    value: those.length,
    unit: "claims",
    source: { kind: "derived", formula: `number of ${ids.join(", ")}` },
  };
}

/** What a claim's id names that its quantity does not: `async_rate` and `sync_rate` are both a throughput. */
const SUBJECTS = new Set(["sync", "async", "lambda", "ecs"]);

function rowName({ claimId, quantity, configuration }: Judged): string {
  const subject = claimId.split("_").find((word) => SUBJECTS.has(word));
  const words = configuration === "" ? quantity : `${quantity}, ${configuration}`;
  return subject === undefined ? words : `${subject}: ${words}`;
}

/** Every claim with verdict and reason. */
export function auditTable(judged: readonly Judged[], evidence: Evidence): ResultTable {
  return {
    id: "audit",
    title: "What was published, and what holds",
    columns: [
      { header: "claim", align: "left" },
      { header: "published" },
      { header: "ours" },
      { header: "verdict", align: "left" },
      { header: "by", align: "left" },
      { header: "why", align: "left" },
    ],
    rows: judged.map((one) => [
      rowName(one),
      evidence.published(one.claimId),
      one.ours ?? "–",
      verdictClaim(one),
      one.by,
      one.reason,
    ]),
  };
}

/** The worker-scaling claims beside the simulation: what the chart draws. */
export function drainsPublished(
  judged: readonly Judged[],
  { sim }: AuditRuns,
): PublishedAgainstMeasured {
  const rows = judged.filter(({ claimId }) => /^drain_\d+$/.test(claimId)).map((claim) => ({
    label: `drain, ${claim.configuration}`,
    path: "queue" as const,
    published: claim.value,
    words: publishedFigure(claim).words,
    unit: claim.unit,
    found: [{ target: "sim", value: numberOf(claim.ours!) }],
  }));
  return { runs: [factsOf(sim.phase5)], rows };
}
