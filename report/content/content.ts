/**
 * All that the notebooks published, by name.
 *
 * @module
 */
import type { Chart } from "../../notebooks/charts/chart.ts";
import { type Claim, parentsOf } from "../../notebooks/claims/claim.ts";
import { type Answer, claimsIn, type ResultTable } from "../../notebooks/claims/publish.ts";
import { claimsOf } from "../../notebooks/kernel/execute_notebooks.ts";
import type { Published } from "../../notebooks/kernel/published.ts";

/** See the module. */
export interface Content {
  /** By id, in the order of ids. */
  claims: ReadonlyMap<string, Claim>;
  charts: ReadonlyMap<string, Chart>;
  tables: ReadonlyMap<string, ResultTable>;
  /** By the notebook's name. */
  answers: ReadonlyMap<string, Answer>;
}

/**
 * Gathers what notebooks published, and what is wrong with it: a name used twice, a cell or a formula that
 * is no published claim.
 */
export function gatherContent(
  published: readonly Published[],
): { content: Content; faults: string[] } {
  const faults: string[] = [];
  const byName = <T>(what: string, items: readonly (readonly [string, string, T])[]) => {
    const found = new Map<string, T>();
    for (const [notebook, name, item] of items) {
      const before = found.get(name);
      if (before !== undefined && JSON.stringify(before) !== JSON.stringify(item)) {
        faults.push(`${notebook} publishes ${what} ${name}, which is published differently before`);
      } else found.set(name, item);
    }
    return found;
  };
  const { claims, faults: contradictions } = claimsOf(published.map((it) => ({ published: it })));
  faults.push(...contradictions);
  const content: Content = {
    claims: new Map(claims.map((claim) => [claim.id, claim])),
    charts: byName(
      "chart",
      published.flatMap(({ notebook, charts }) =>
        charts.map((chart) => [notebook, chart.id, chart] as const)
      ),
    ),
    tables: byName(
      "table",
      published.flatMap(({ notebook, tables }) =>
        tables.map((table) => [notebook, table.id, table] as const)
      ),
    ),
    answers: byName(
      "answer",
      published.flatMap(({ notebook, answers }) =>
        answers.map((answer) => [notebook, notebook, answer] as const)
      ),
    ),
  };
  faults.push(...unpublishedFaults(content));
  return { content, faults };
}

/** Claims that something published speaks of and nothing published holds. */
function unpublishedFaults({ claims, tables, answers }: Content): string[] {
  const missing = (where: string, ids: readonly string[]) =>
    ids.filter((id) => !claims.has(id)).map((id) =>
      `${where} uses claim ${id}, which no notebook publishes`
    );
  return [
    ...[...claims.values()].flatMap((claim) => missing(`claim ${claim.id}`, parentsOf(claim))),
    ...[...tables.values()].flatMap((table) =>
      missing(`table ${table.id}`, claimsIn(table).map(({ id }) => id))
    ),
    ...[...answers].flatMap(([notebook, { claims }]) =>
      missing(`the answer of ${notebook}`, claims)
    ),
  ];
}
