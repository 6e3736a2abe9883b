/**
 * The audit: every published figure, judged.
 *
 * @module
 */
import { significant } from "../../experiments/run/format.ts";
import type { Figure } from "../analysis/figure.ts";
import type { PublishedAgainstMeasured } from "../charts/published_against_measured.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "../questions/facts.ts";
import type { AuditRuns } from "./evidence.ts";
import { acceptanceJudges } from "./judges_acceptance.ts";
import { decisionJudges } from "./judges_decision.ts";
import { functionJudges, workerJudges } from "./judges_workers.ts";
import type { Evidence, Judge, Judgement, Verdict } from "./judgement.ts";
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

/** The verdict on a claim, as a figure in words. */
export function verdictFigure(judged: Judged): Omit<Figure, "value"> & { value: string } {
  const source = publishedFigure(judged).source;
  if (source.kind !== "rows") throw new TypeError("Cannot audit: a published claim is a row");
  const method = `held against ${judged.by}: ${judged.reason}`;
  return { value: judged.verdict, unit: "verdict", source: { ...source, method } };
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

/** Every claim with verdict and reason. */
export function auditTable(judged: readonly Judged[]): ResultTable {
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
    rows: judged.map(({ quantity, configuration, value, unit, ours, verdict, by, reason }) => [
      configuration === "" ? quantity : `${quantity}, ${configuration}`,
      `${value.toLocaleString("en-US")} ${unit}`,
      ours === undefined ? "–" : significant(ours),
      verdict,
      by,
      reason,
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
    unit: claim.unit,
    found: [{ target: "sim", value: claim.ours! }],
  }));
  return { runs: [factsOf(sim.phase5)], rows };
}
