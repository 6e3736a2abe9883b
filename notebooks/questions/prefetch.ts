/**
 * What prefetching pays twice, and why.
 *
 * @module
 */
import { duplicates, longestHold, safeLease, shareHeldPastLease } from "../analysis/duplicates.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import type { DuplicatesByPrefetch } from "../charts/duplicates_by_prefetch.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "./facts.ts";

/** Orders paid twice by how far ahead messages are taken: what the chart draws. */
export async function duplicatesOf(run: Run): Promise<DuplicatesByPrefetch> {
  const { trials } = run.manifest.plan;
  const rows = await Promise.all(trials.map(async ({ trial, prefetch }) => {
    const { duplicated } = await duplicates(run, trial);
    return {
      prefetch: String(prefetch),
      completed: (await overRepetitions(run, trial, "completed", "orders")).value,
      duplicated: duplicated.value,
      holdS: (await longestHold(run, trial)).value,
    };
  }));
  return { runs: [factsOf(run)], rows, leaseS: trials[0]!.visibilityTimeoutS };
}

/** Figures of one policy, by the middle word of their claims' ids. */
export interface PrefetchFigures extends Record<string, Figure> {
  duplicated: Figure;
  extra_payments: Figure;
  wasted: Figure;
  hold: Figure;
  safe_lease: Figure;
}

/** What a policy paid twice, what that wasted, and the holds that caused it; `held_past_lease` where it paid any twice. */
export async function prefetchFigures(run: Run, trial: string): Promise<PrefetchFigures> {
  const { duplicated, extraPayments, wastedSlotS } = await duplicates(run, trial);
  return {
    duplicated,
    extra_payments: extraPayments,
    wasted: wastedSlotS,
    hold: await longestHold(run, trial),
    safe_lease: await safeLease(run, trial),
    ...(duplicated.value > 0 ? { held_past_lease: await shareHeldPastLease(run, trial) } : {}),
  };
}

/** Why duplicates come: hold against lease, policy by policy. */
export function prefetchTable(
  claims: ReadonlyMap<string, Readonly<Record<string, Claim>>>,
): ResultTable {
  return {
    id: "prefetch",
    title: "Only what is held longer than its lease is paid twice",
    columns: [
      { header: "prefetch", align: "left" },
      { header: "paid twice" },
      { header: "for nothing" },
      { header: "wasted" },
      { header: "held past the lease" },
      { header: "longest hold" },
      { header: "safe lease" },
    ],
    rows: [...claims].map(([policy, of]) => [
      policy,
      of.duplicated!,
      of.extra_payments!,
      of.wasted!,
      of.held_past_lease ?? "–",
      of.hold!,
      of.safe_lease!,
    ]),
  };
}
