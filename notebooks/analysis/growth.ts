/**
 * How fast the backlog grew while orders came in and the servers gave their rate.
 *
 * @module
 */
import type { BacklogSteps, Window } from "../../experiments/run/backlog.ts";
import { stepsOf } from "./backlog_steps.ts";
import type { Figure } from "./figure.ts";
import { measureTrial } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { linearRegression } from "./statistics/mod.ts";
import { ARRIVED_AT_MS, COMPLETED_AT_MS, ofTrial, type TrialKey } from "./trial.ts";
import { onWindow, windowOf, withStepsInWindow } from "./windows.ts";

const NEEDS = "an order must be completed before the last one is accepted";

/**
 * Growth by regression: the slope of the least-squares line through the backlog after each change, in the growth
 * window, in orders/s; negative where it shrank.
 *
 * `Σ (tᵢ − t̄)(bᵢ − b̄) / Σ (tᵢ − t̄)²`; `tᵢ`: time of a change, s; `bᵢ`: backlog after it, orders. Source: Legendre,
 * "Sur la méthode des moindres quarrés" (1805). It has no interval: one change's backlog is the last one's plus
 * or minus one, so that they are no independent values.
 *
 * @throws {RangeError} if nothing was completed before arrivals ended, or all changes are at one time.
 * @example
 * ```ts
 * import { growthByRegression } from "./growth.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await growthByRegression(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(Math.round(value), 116);
 * ```
 */
export async function growthByRegression(run: Run, key: TrialKey): Promise<Figure> {
  return await measureTrial(run, key, {
    figure: "the backlog's growth by regression",
    needs: NEEDS,
    unit: "orders/s",
    query: withStepsInWindow(
      key,
      "growth",
      " SELECT regr_slope(backlog, at_ms / 1000) FROM steps, span WHERE at_ms BETWEEN from_ms AND to_ms",
    ),
    shortcut: async () => {
      const growth = await windowOf(run, key, "growth");
      return growth && slopePerS(await stepsOf(run, key), growth);
    },
  });
}

/** Slope of the least-squares line through the steps in a window, orders/s. */
function slopePerS(
  { atMs, backlog }: BacklogSteps,
  { fromMs, toMs }: Window,
): number | undefined {
  const first = atMs.findIndex((ms) => ms >= fromMs);
  const end = atMs.findLastIndex((ms) => ms <= toMs) + 1;
  const atS = atMs.subarray(first, end).map((ms) => ms / 1000);
  return linearRegression(atS, backlog.subarray(first, end))?.slope;
}

/**
 * Growth by counting: `(A − C) / t` in the growth window, orders/s; `A`: acceptances, `C`: first completions in it, `t`: its
 * length, s. It is `backlog_growth_per_s` of `summary.csv`. Source: as of the backlog (`backlog.ts`).
 *
 * @throws {RangeError} if nothing was completed before arrivals ended.
 * @example
 * ```ts
 * import { growthByCounting } from "./growth.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await growthByCounting(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(value, 100); // three came in and one was paid within 20 ms
 * ```
 */
export async function growthByCounting(run: Run, key: TrialKey): Promise<Figure> {
  const change = `${within(ARRIVED_AT_MS)} - ${within(COMPLETED_AT_MS)}`;
  return await measureTrial(run, key, {
    figure: "the backlog's growth",
    needs: NEEDS,
    unit: "orders/s",
    ...await onWindow(
      run,
      key,
      "growth",
      ` SELECT CASE WHEN to_ms > from_ms THEN sum(${change}) * 1000 / (to_ms - from_ms) END ` +
        `FROM 'orders.csv', span WHERE ${ofTrial(key)} GROUP BY from_ms, to_ms`,
    ),
  });
}

function within(atMs: string): string {
  return `coalesce((${atMs} > from_ms AND ${atMs} <= to_ms)::INTEGER, 0)`;
}
