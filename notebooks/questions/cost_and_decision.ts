/**
 * What the paths cost, and what to use when.
 *
 * @module
 */
import { backlogCurve, type BacklogPoint, loadAndDrainEnd } from "../analysis/backlog.ts";
import { breakEven } from "../analysis/cost/break_even.ts";
import { costFigure } from "../analysis/cost/cost_figure.ts";
import { costSeries } from "../analysis/cost/cost_series.ts";
import { type CostBasis, monthlyCost, type PathCost, PATHS } from "../analysis/cost/path_cost.ts";
import { type PriceBook, unverifiedPrices } from "../analysis/cost/price_book.ts";
import { DEFAULT_REGION } from "../analysis/cost/prices.ts";
import type { Figure } from "../analysis/figure.ts";
import { overRepetitions } from "../analysis/repetitions.ts";
import type { Run } from "../analysis/run.ts";
import { ofTrial, type TrialKey } from "../analysis/trial.ts";
import type { CostAgainstVolume } from "../charts/cost_against_volume.ts";
import type { FlashSaleBacklog } from "../charts/flash_sale_backlog.ts";
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
export function billsOf(basis: CostBasis) {
  return PATHS.map((path) => monthlyCost({ ...basis, path, ordersPerMonth: VOLUME.value }));
}

/** A bill by what it is paid for, with its sum, by the middle word of their claims' ids. */
export type BillParts = Record<"idle" | "orders" | "peak" | "total", Figure>;

/** What stands idle, what orders cost, what the peak needs beyond, and all. */
export function partsOf(bill: PathCost): BillParts {
  const of = (part: string) => costFigure(bill.lines.filter(({ when }) => when === part));
  return {
    idle: of("idle"),
    orders: of("orders"),
    peak: of("peak"),
    total: costFigure(bill.lines),
  };
}

/** Cost against volume with the first break-even: what the chart draws. */
export function costsOf(basis: CostBasis): CostAgainstVolume {
  const { prices } = basis;
  const { points } = costSeries({ ...basis, fleets: ["autoscaled"], perDecade: 24 });
  const [first] = breakEven({ ...basis, fleet: "autoscaled" }).crossings;
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
