/**
 * What more loops and slots give: speed-up, efficiency, and how close the ceiling is.
 *
 * @module
 */
import { serverCount } from "../../experiments/run/prediction.ts";
import { summaryTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { overRepetitions } from "./repetitions.ts";
import { measure, type Run } from "./run.ts";
import { quoted } from "./tables.ts";
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
 * Throughput of trials while all their slots could be busy, in the order of `trials`.
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
 * Speed-up: throughput of `trial` / throughput of `base`, of the means over completed repetitions.
 *
 * @throws {RangeError} if one of them has no completed repetition whose slots could all be busy.
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
  return await overBase(run, trial, base, 1);
}

/**
 * Efficiency: speed-up / how many times more payments can run at once; 1 where every added one is used.
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
  return await overBase(run, trial, base, serversIn(run, trial) / serversIn(run, base));
}

/**
 * The fitted ceiling: the factor `k` of the least-squares line through the origin `rate = k · c / s` over the
 * completed repetitions of `trials`: `Σ xᵢ yᵢ / Σ xᵢ²`, `xᵢ = c / s`, `c`: `workers × min(loops, slots)`, `s`: service time, s;
 * `yᵢ`: throughput, orders/s. 1 where nothing but the payment costs time.
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
  return await measure(run, {
    table: summaryTable,
    where: `trial IN (${trials.map(quoted).join(", ")}) AND ${BUSY}`,
    expression: `sum(throughput_per_s * ${ceiling}) / sum((${ceiling}) ** 2)`,
    unit: "ratio",
  });
}

async function overBase(run: Run, trial: string, base: string, more: number): Promise<Figure> {
  const rate = (name: string) => `avg(throughput_per_s) FILTER (WHERE trial = ${quoted(name)})`;
  const ratio = `${rate(trial)} / ${rate(base)}`;
  return await measure(run, {
    table: summaryTable,
    where: `trial IN (${quoted(trial)}, ${quoted(base)}) AND ${BUSY}`,
    expression: more === 1 ? ratio : `${ratio} / ${more}`,
    unit: "ratio",
  });
}

function serversIn(run: Run, trial: string): number {
  const { path, workers, concurrency, paymentSlots } = planOf(run, { trial });
  return serverCount({ workers: path === "sync" ? 1 : workers, concurrency, paymentSlots });
}
