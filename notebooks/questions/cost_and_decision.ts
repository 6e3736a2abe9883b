/**
 * What the paths cost, and what to use when.
 *
 * @module
 */
import { countText, significant } from "../../experiments/run/format.ts";
import { backlogCurve, type BacklogPoint, loadAndDrainEnd } from "../analysis/backlog.ts";
import { assume } from "../analysis/cost/assume.ts";
import { ASSUMPTIONS } from "../analysis/cost/assumptions.ts";
import { breakEven } from "../analysis/cost/break_even.ts";
import { costSeries } from "../analysis/cost/cost_series.ts";
import { monthlyCost, PATHS } from "../analysis/cost/path_cost.ts";
import { type PriceBook, unverifiedPrices } from "../analysis/cost/price_book.ts";
import { DEFAULT_REGION } from "../analysis/cost/prices.ts";
import { sensitivity } from "../analysis/cost/sensitivity.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { ofTrial, type TrialKey } from "../analysis/trial.ts";
import type { CostAgainstVolume } from "../charts/cost_against_volume.ts";
import type { FlashSaleBacklog } from "../charts/flash_sale_backlog.ts";
import type { Claim } from "../claims/claim.ts";
import type { ResultTable } from "../claims/publish.ts";
import { factsOf } from "./facts.ts";
import { middleOf } from "./queue_buildup.ts";

/** The volume that costs are told at. */
export const VOLUME: Figure = {
  value: 1_000_000,
  unit: "orders/month",
  source: {
    kind: "assumption",
    file: "notebooks/questions/cost_and_decision.ts",
    reason: "the volume that the original write-up names for some of its costs",
  },
};

/** Bills of a month of all paths at {@linkcode VOLUME}, workers scaled with the load. */
export function billsOf(prices: PriceBook) {
  return PATHS.map((path) => monthlyCost({ path, ordersPerMonth: VOLUME.value, prices }));
}

/** Cost against volume with the first break-even: what the chart draws. */
export function costsOf(prices: PriceBook): CostAgainstVolume {
  const { points } = costSeries({ prices, fleets: ["autoscaled"], perDecade: 24 });
  const [first] = breakEven({ prices, fleet: "autoscaled" }).crossings;
  const unverified = unverifiedPrices(Object.values(prices)).length;
  return {
    paths: PATHS.map((path) => ({
      path,
      points: points.filter((point) => point.path === path).map((point) => ({
        ordersPerMonth: point.orders_per_month,
        usdPerMonth: point.usd_per_month,
      })),
    })),
    ...(first === undefined
      ? {}
      : { breakEven: { between: ["lambda", "queue"], ordersPerMonth: first.ordersPerMonth } }),
    region: DEFAULT_REGION,
    priceDate: newestDate(prices),
    runs: [],
    notes: [
      "Workers scaled with the load; the peak is ten times the mean",
      ...(unverified === 0 ? [] : [`${unverified} prices are unverified`]),
    ],
  };
}

function newestDate(prices: PriceBook): string {
  const dates = Object.values(prices).map(({ sourceDate }) => sourceDate)
    .filter((date) => /^\d{4}-\d\d-\d\d/.test(date));
  return dates.sort().at(-1) ?? "of unknown date";
}

/** Every line of the bills. */
export function costTable(prices: PriceBook): ResultTable {
  return {
    id: "cost",
    title: "A month's bill, line by line",
    columns: [
      { header: "path", align: "left" },
      { header: "item", align: "left" },
      { header: "when", align: "left" },
      { header: "quantity" },
      { header: "unit", align: "left" },
      { header: "USD/month" },
    ],
    rows: billsOf(prices).flatMap(({ path, lines }) =>
      lines.map(({ item, when, quantity, unit, usd }) => [
        path,
        item,
        when,
        significant(quantity),
        unit,
        usd.toFixed(2),
      ])
    ),
  };
}

/** Break-evens with one assumption halved or doubled. */
export function sensitivityTable(prices: PriceBook): ResultTable {
  return {
    id: "sensitivity",
    title: "What the break-even hangs on, workers scaled with the load",
    columns: [
      { header: "changed", align: "left" },
      { header: "times" },
      { header: "workers cost less from, orders/month" },
    ],
    rows: sensitivity({ prices, fleets: ["autoscaled"] }).map(({ changed, factor, breakEven }) => [
      changed,
      significant(factor),
      breakEven.crossings.length === 0
        ? `none in range: ${breakEven.cheaper} throughout`
        : breakEven.crossings.map(({ ordersPerMonth }) => countText(ordersPerMonth)).join(", "),
    ]),
  };
}

/** All assumptions, with their reasons. */
export function assumptionsTable(): ResultTable {
  const values = assume();
  return {
    id: "assumptions",
    title: "What is assumed",
    columns: [
      { header: "assumption", align: "left" },
      { header: "value" },
      { header: "unit", align: "left" },
      { header: "why", align: "left" },
    ],
    rows: Object.entries(ASSUMPTIONS).map(([name, { unit, reason }]) => [
      name,
      values[name as keyof typeof values].toLocaleString("en-US"),
      unit,
      reason,
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
    columns: [{ header: "path", align: "left" }, ...names.map((header) => ({ header }))],
    rows: Object.entries(rows).map(([path, of]) => [path, ...names.map((name) => of[name]!)]),
  };
}

/** Callers who wait for their answer, as steps since the load began. */
async function waitingCurve(run: Run, key: TrialKey): Promise<BacklogPoint[]> {
  const orders = `FROM 'orders.csv' WHERE ${ofTrial(key)} AND sent_at_ms IS NOT NULL`;
  const rows = await run.tables.rows(
    `WITH changes AS (SELECT sent_at_ms AS at_ms, 1 AS change ${orders} UNION ALL ` +
      `SELECT responded_at_ms, -1 ${orders} AND responded_at_ms IS NOT NULL) ` +
      `SELECT (at_ms - (SELECT min(scheduled_at_ms) ${orders})) / 1000 AS at_s, sum(change) OVER ` +
      `(ORDER BY at_ms, change DESC ROWS UNBOUNDED PRECEDING) AS waiting FROM changes ORDER BY at_s`,
  );
  return rows.map(({ at_s, waiting }) => ({ atS: Number(at_s), orders: Number(waiting) }));
}

/** The same sale on both paths: callers who wait, and orders that wait. */
export async function saleOf(run: Run): Promise<FlashSaleBacklog> {
  const [sync, queue] = [await middleOf(run, "sync"), await middleOf(run, "async")];
  const accepted = async (trial: string) =>
    Math.round((await overRepetitions(run, trial, "accepted", "orders")).value);
  const ends = ({ trial, repetition }: TrialKey) => loadAndDrainEnd(run, trial, repetition);
  const emptyAt = (key: TrialKey) => {
    const { emptyAtS } = ends(key);
    return emptyAtS === undefined ? {} : { emptyAtS };
  };
  return {
    runs: [factsOf(run)],
    paths: [
      {
        path: "sync",
        backlog: await waitingCurve(run, sync),
        accepted: await accepted("sync"),
        ...emptyAt(sync),
      },
      {
        path: "queue",
        backlog: await backlogCurve(run, queue.trial, queue.repetition, { pointsMax: 400 }),
        accepted: await accepted("async"),
        ...emptyAt(queue),
      },
    ],
    loadEndsS: ends(queue).loadEndsS,
  };
}
