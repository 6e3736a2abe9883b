/**
 * Tables of what the paths cost and of what that hangs on. Their figures are claims that are made here; the notebook
 * publishes them with the table.
 *
 * @module
 */
import { significant } from "../../experiments/run/format.ts";
import { assume, assumptionFigure, type AssumptionName } from "../analysis/cost/assume.ts";
import { ASSUMPTIONS } from "../analysis/cost/assumptions.ts";
import { crossingFigure } from "../analysis/cost/break_even.ts";
import { costFigure } from "../analysis/cost/cost_figure.ts";
import { type CostBasis, type CostLine, monthlyCost } from "../analysis/cost/path_cost.ts";
import { sensitivity, type SensitivityRow } from "../analysis/cost/sensitivity.ts";
import { type Claim, claimOf } from "../claims/claim.ts";
import type { Cell, ResultTable } from "../claims/publish.ts";
import { billsOf } from "./cost_and_decision.ts";

/** Words as a part of a claim's id: `API tasks: vCPU` is `api_tasks_vcpu`, `scaleInS` is `scale_in_s`. */
export function idWords(text: string): string {
  return text.replaceAll(/(?<=[a-z])(?=[A-Z]([a-z]|$))/g, "_").toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_");
}

/** An assumption's name as words, without its unit, which its value has: `serviceTimeMs` is `service time`. */
export function plainWords(name: string): string {
  return name.replace(/(?<!Per)(Ms|S|Mb|Usd)$/, "").replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}

/** What a line of a bill costs; its source says how its quantity is made. */
function lineClaim(line: CostLine): Claim {
  const { value, unit, source } = costFigure([line]);
  const method = `quantity: ${line.formula}`;
  return claimOf(`cost.line.${line.path}.${line.when}.${idWords(line.item)}`, {
    value,
    unit,
    source: source.kind === "rows" ? { ...source, method } : source,
  });
}

/** Every line of the bills of which anything is used. */
export function costTable(basis: CostBasis): ResultTable {
  return {
    id: "cost",
    title: "A month's bill, line by line",
    columns: [
      { header: "path", align: "left" },
      { header: "item", align: "left" },
      { header: "when", align: "left" },
      { header: "quantity" },
      { header: "unit", align: "left" },
      { header: "cost" },
    ],
    rows: billsOf(basis).flatMap(({ path, lines }) =>
      lines.filter(({ quantity }) => quantity > 0).map((line) => [
        path,
        line.item,
        line.when,
        significant(line.quantity),
        line.unit,
        lineClaim(line),
      ])
    ),
  };
}

/** Break-evens with one assumption halved or doubled; a row each, where there are several. */
export function sensitivityTable(basis: CostBasis): ResultTable {
  return {
    id: "sensitivity",
    title: "What the break-even hangs on, workers scaled with the load",
    columns: [
      { header: "changed", align: "left" },
      { header: "times" },
      { header: "from" },
      { header: "costs less", align: "left" },
    ],
    rows: sensitivity({ ...basis, fleets: ["autoscaled"] }).flatMap((row): Cell[][] => {
      const what = [plainWords(row.changed), significant(row.factor)];
      const { crossings, cheaper } = row.breakEven;
      if (crossings.length === 0) return [[...what, "throughout", cheaper]];
      return crossings.map((crossing, index) => [
        ...what,
        crossingClaim(row, index, basis),
        crossing.above,
      ]);
    }),
  };
}

function crossingClaim(
  { changed, factor, value, breakEven }: SensitivityRow,
  index: number,
  basis: CostBasis,
): Claim {
  const crossing = breakEven.crossings[index]!;
  const assumptions = assume(value === undefined ? {} : { [changed]: value });
  const { ordersPerMonth } = crossing;
  const workers = monthlyCost({ ...basis, path: "queue", ordersPerMonth, assumptions });
  const words = [
    "cost.break_even",
    ...(value === undefined ? [] : [idWords(changed), factor < 1 ? "halved" : "doubled"]),
    ...(index === 0 ? [] : [index + 1]),
  ];
  return claimOf(words.join("."), crossingFigure(crossing, workers));
}

/** All assumptions, with their reasons. */
export function assumptionsTable(): ResultTable {
  return {
    id: "assumptions",
    title: "What is assumed",
    columns: [
      { header: "assumption", align: "left" },
      { header: "value" },
      { header: "why", align: "left" },
    ],
    rows: (Object.keys(ASSUMPTIONS) as AssumptionName[]).map((name) => [
      plainWords(name),
      claimOf(`assumption.${idWords(name)}`, assumptionFigure(name)),
      ASSUMPTIONS[name].reason,
    ]),
  };
}

/** A table of claims, a row a path. */
export function pathTable(
  id: string,
  title: string,
  rows: Readonly<Record<string, Readonly<Record<string, Claim>>>>,
): ResultTable {
  const names = Object.keys(Object.values(rows)[0] ?? {});
  return {
    id,
    title,
    columns: [
      { header: "path", align: "left" },
      ...names.map((name) => ({ header: name })),
    ],
    rows: Object.entries(rows).map(([path, of]) => [path, ...names.map((name) => of[name]!)]),
  };
}
