/**
 * The volume from which workers cost less than functions, or the other way round.
 *
 * @module
 */
import type { OrderPath } from "../../../services/orders/ledger_event.ts";
import type { Figure } from "../figure.ts";
import { sumSource } from "./cost_figure.ts";
import { type CostQuestion, monthlyCost, type PathCost } from "./path_cost.ts";

/** Where two cost curves cross. */
export interface Crossing {
  /** The smallest whole volume at which `above` costs less (or the same), orders/month. */
  ordersPerMonth: number;
  /** Cheaper just below. */
  below: OrderPath;
  /** Cheaper from there on. */
  above: OrderPath;
}

/** All break-evens of a range. */
export interface BreakEven {
  /** Orders/month that were looked at. */
  range: readonly [from: number, to: number];
  /** Ascending. Empty: none in range, and `cheaper` costs less throughout. */
  crossings: readonly Crossing[];
  /** The cheaper path at the range's beginning. */
  cheaper: OrderPath;
}

/** Volumes that are looked at: to 38 orders a second all month long. */
export const BREAK_EVEN_RANGE: BreakEven["range"] = [1000, 100_000_000];

/** Points of a decade between which a change of sign is looked for. */
const POINTS_PER_DECADE = 200;

/**
 * Whole numbers at which `positive` changes, by looking at points evenly spaced on a log scale and
 * bisecting between two that differ. A change back and forth between two points (1.2 % apart) is
 * not seen.
 *
 * @param from >= 1, < `to`; whole numbers.
 * @returns ascending; each is the first whole number on the other side.
 * @example
 * ```ts
 * import { changesOf } from "./break_even.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(changesOf((n) => n > 12_345.6, 1000, 1e6), [12_346]);
 * assert.deepEqual(changesOf(() => true, 1000, 1e6), []);
 * ```
 */
export function changesOf(
  positive: (n: number) => boolean,
  from: number,
  to: number,
): number[] {
  const changes: number[] = [];
  let before = from;
  for (const point of logSpaced(from, to, POINTS_PER_DECADE).map(Math.round).slice(1)) {
    if (positive(before) !== positive(point)) changes.push(bisect(positive, before, point));
    before = point;
  }
  return changes;
}

/** The first whole number > `low` on the side of `high`. */
function bisect(positive: (n: number) => boolean, low: number, high: number): number {
  const wanted = positive(high);
  let [no, yes] = [low, high];
  while (yes - no > 1) {
    const middle = Math.floor((no + yes) / 2);
    if (positive(middle) === wanted) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * Numbers from `from` to `to`, both included, evenly spaced on a log scale.
 *
 * @param from > 0, < `to`.
 * @example
 * ```ts
 * import { logSpaced } from "./break_even.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(logSpaced(10, 1000, 1), [10, 100, 1000]);
 * ```
 */
export function logSpaced(from: number, to: number, perDecade: number): number[] {
  const steps = Math.max(1, Math.ceil(Math.log10(to / from) * perDecade - 1e-9));
  return Array.from(
    { length: steps + 1 },
    (_, step) => step === steps ? to : from * (to / from) ** (step / steps),
  );
}

/**
 * Break-evens between functions (`lambda`) and workers (`queue`): where total(lambda) −
 * total(queue) changes its sign. Costs come from `monthlyCost`, with all its lines; tasks come
 * whole, so the curves have steps, and may cross more than once.
 *
 * @param question as for `monthlyCost`, without path and volume.
 * @example
 * ```ts
 * import { assume } from "./assume.ts";
 * import { breakEven } from "./break_even.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const steady = assume({ peakToMeanRatio: 1 });
 * const { crossings } = breakEven({ prices, fleet: "fixed", assumptions: steady });
 * assert.deepEqual([crossings[0]?.below, crossings[0]?.above], ["lambda", "queue"]);
 * ```
 */
export function breakEven(
  question: Omit<CostQuestion, "path" | "ordersPerMonth">,
  range: BreakEven["range"] = BREAK_EVEN_RANGE,
): BreakEven {
  const totalUsd = (path: OrderPath, ordersPerMonth: number) =>
    monthlyCost({ ...question, path, ordersPerMonth }).totalUsd;
  const workersCheaper = (n: number) => totalUsd("queue", n) <= totalUsd("lambda", n);
  const cheaperAt = (n: number): OrderPath => workersCheaper(n) ? "queue" : "lambda";
  return {
    range,
    cheaper: cheaperAt(range[0]),
    crossings: changesOf(workersCheaper, ...range).map((ordersPerMonth) => ({
      ordersPerMonth,
      below: cheaperAt(ordersPerMonth - 1),
      above: cheaperAt(ordersPerMonth),
    })),
  };
}

/**
 * A crossing as a figure: orders/month. Its query gives what the workers' path costs there.
 *
 * @param workers the bill of `queue` at the crossing's volume.
 * @example
 * ```ts
 * import { breakEven, crossingFigure } from "./break_even.ts";
 * import { monthlyCost } from "./path_cost.ts";
 * import { priceBook } from "./price_book.ts";
 * import { readPrices } from "./prices.ts";
 * import assert from "node:assert/strict";
 *
 * const prices = priceBook(await readPrices());
 * const [crossing] = breakEven({ prices, fleet: "autoscaled" }).crossings;
 * const { ordersPerMonth } = crossing!;
 * const workers = monthlyCost({ path: "queue", ordersPerMonth, prices });
 * assert.equal(crossingFigure(crossing!, workers).value, ordersPerMonth);
 * ```
 */
export function crossingFigure(crossing: Crossing, workers: PathCost): Figure {
  return {
    value: crossing.ordersPerMonth,
    unit: "orders/month",
    source: {
      ...sumSource(workers.lines, "sum(price_usd * quantity)"),
      method:
        "USD/month of queue at this volume; the volume is where lambda's total meets it, by " +
        "bisection of the two cost functions to one order (notebooks/analysis/cost/break_even.ts)",
    },
  };
}
