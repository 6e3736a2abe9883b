/**
 * What more loops and slots give: speed-up, efficiency, and how close the ceiling is.
 *
 * @module
 */
import type { Figure } from "./figure.ts";
import { overValues, ratioOverRepetitions } from "./combine.ts";
import { overRepetitions } from "./repetitions.ts";
import type { Run } from "./run.ts";
import { quoted } from "./quoted.ts";
import { planOf, SERVERS } from "./trial.ts";

/** One trial, as a scaling chart takes it. */
export interface ScalingRow {
  trial: string;
  /** Loops of one worker. */
  loops: number;
  /** Payment slots of one worker. */
  slots: number;
  workers: number;
  /** Throughput over the completed repetitions, orders/s. */
  rate: Figure;
}

const BUSY_RATE = "CASE throughput_window WHEN 'utilisation' THEN throughput_per_s END";
const BUSY = "state = 'completed' AND throughput_window = 'utilisation'";

/**
 * Throughput `X = n / t` of trials while all their slots could be busy, in the order of
 * `trials`. Source: as of throughput (`utilisation.ts`). `n`: first completions in the
 * utilisation window (`windows.ts`); `t`: its length, s.
 *
 * @throws {RangeError} if one has no completed repetition, or one of these could not keep all slots busy.
 * @example
 * ```ts
 * import { scalingRows } from "./scaling.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const [row] = await scalingRows(tiny.run, ["slots-2"]);
 * assert.deepEqual([row!.loops, row!.slots, row!.rate.value.toFixed(2)], [2, 2, "38.89"]);
 * ```
 */
export async function scalingRows(run: Run, trials: readonly string[]): Promise<ScalingRow[]> {
  return await Promise.all(trials.map(async (trial) => {
    const { concurrency: loops, paymentSlots: slots, workers } = planOf(run, { trial });
    const rate = await overRepetitions(run, trial, BUSY_RATE, "orders/s");
    return { trial, loops, slots, workers, rate };
  }));
}

/**
 * Speed-up `S = X(c) / X(1)`: throughput `X` of `trial`, orders/s, over that of `base` in the same
 * repetition, mean over repetitions, in times.
 *
 * Source: D. L. Eager, J. Zahorjan and E. D. Lazowska, "Speedup versus efficiency in parallel systems",
 * IEEE Transactions on Computers 38 (1989).
 *
 * @throws {RangeError} if there is no repetition in which the slots of both could all be busy.
 * @example
 * ```ts
 * import { speedUp } from "./scaling.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ slots: [1, 2] });
 * assert.equal((await speedUp(tiny.run, "slots-2", "slots-1")).value.toFixed(2), "1.94");
 * ```
 */
export async function speedUp(run: Run, trial: string, base: string): Promise<Figure> {
  return await ratioOverRepetitions(run, BUSY_RATE, trial, base, "times");
}

/**
 * Efficiency `E = S c(base) / c(trial)`: speed-up `S` over how many times more payments can run at once, a
 * share; `c`: `workers × min(loops, slots)`. 1 where every added one is used.
 *
 * Source: as of {@linkcode speedUp}.
 *
 * @throws {RangeError} as {@linkcode speedUp}.
 * @example
 * ```ts
 * import { efficiency } from "./scaling.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ slots: [1, 2] });
 * assert.equal((await efficiency(tiny.run, "slots-2", "slots-1")).value.toFixed(2), "0.97");
 * ```
 */
export async function efficiency(run: Run, trial: string, base: string): Promise<Figure> {
  return await ratioOverRepetitions(run, `${BUSY_RATE} / ${SERVERS}`, trial, base, "share");
}

/**
 * The fitted ceiling: the factor `k` of the least-squares line through the origin `X = k · c / s`,
 * `k = Σ xᵢ Xᵢ / Σ xᵢ²` with `xᵢ = cᵢ / s`, over `trials`, in each repetition; mean over repetitions, a share.
 * `X`: throughput, orders/s; `c`: `workers × min(loops, slots)`; `s`: service time, s. 1 where nothing but the payment
 * costs time. Trials with a high ceiling weigh most.
 *
 * Source of the fit: N. R. Draper and H. Smith, Applied Regression Analysis (3rd edition, 1998), chapter 1.
 *
 * @throws {RangeError} if no trial has a completed repetition whose slots could all be busy.
 * @example
 * ```ts
 * import { fittedCeiling } from "./scaling.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { value } = await fittedCeiling(tiny.run, ["slots-2"]);
 * assert.equal(value.toFixed(3), "0.972"); // 38.89 of 40 orders/s
 * ```
 */
export async function fittedCeiling(run: Run, trials: readonly string[]): Promise<Figure> {
  for (const trial of trials) planOf(run, { trial });
  const ceiling = `${SERVERS} * 1000 / service_time_ms`;
  const values = `SELECT sum(throughput_per_s * ${ceiling}) / sum((${ceiling}) ** 2) AS value ` +
    `FROM 'summary.csv' WHERE trial IN (${trials.map(quoted).join(", ")}) AND ${BUSY} ` +
    "GROUP BY repetition";
  return await overValues(run, values, {
    figure: "the fitted ceiling",
    unit: "share",
    rows: trials.length,
  });
}
