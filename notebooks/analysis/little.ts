/**
 * Little's law over a whole trial: `L = λ W`.
 *
 * `L`: orders in the system, on average over time; `λ`: arrivals a second; `W`: seconds from an order's arrival
 * to its first completion, on average over orders. Over a time that begins and ends empty it holds exactly,
 * whatever the order of service; so it checks the ledger and not the queue. Source: J. D. C. Little, "A proof for the
 * queuing formula: L = λW", Operations Research 9 (1961).
 *
 * @module
 */
import type { BacklogSteps } from "../../experiments/run/backlog.ts";
import { stepsOf, withSteps } from "./backlog_steps.ts";
import type { Figure } from "./figure.ts";
import { measureTrial } from "./measure_trial.ts";
import type { Run } from "./run.ts";
import { ARRIVED_AT_MS, COMPLETED_AT_MS, ofTrial, type TrialKey } from "./trial.ts";

/** See {@linkcode littlesLaw}. */
export interface LittlesLaw {
  /** `L`, orders. */
  inSystem: Figure;
  /** `λ`, orders/s. */
  arrivalRate: Figure;
  /** `W`, s. */
  timeInSystem: Figure;
  /** `L / (λ W)`: 1 where every order that came in was finished; another where some never were, for `W` knows only those that were. */
  ratio: Figure;
}

// The backlog's last change is an arrival where orders are left.
const LAST_CHANGE_MS = `max(greatest(${COMPLETED_AT_MS}, ${ARRIVED_AT_MS}))`;
const L = "sum(backlog * (next_ms - at_ms)) / (max(next_ms) - min(at_ms))";
const LAMBDA = `count(*) * 1000 / (${LAST_CHANGE_MS} - min(${ARRIVED_AT_MS}))`;
// Of NULL and 0 DuckDB takes 0 as the greatest.
const W = `avg(greatest(0, ${COMPLETED_AT_MS} - ${ARRIVED_AT_MS})) ` +
  `FILTER (WHERE completed_at_ms IS NOT NULL) / 1000`;

/**
 * The three quantities of Little's law and how well they agree, from the first arrival to the backlog's last change,
 * which is the last completion where no order is left. Orders of which no arrival is known are left out.
 *
 * @throws {RangeError} if no order was finished, or all took no time.
 * @example
 * ```ts
 * import { littlesLaw } from "./little.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { arrivalRate, timeInSystem, ratio } = await littlesLaw(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.equal(arrivalRate.value.toFixed(2), "36.36"); // eight within 220 ms
 * assert.equal(timeInSystem.value, 0.09625);
 * assert.equal(ratio.value.toFixed(9), "1.000000000");
 * ```
 */
export async function littlesLaw(run: Run, key: TrialKey): Promise<LittlesLaw> {
  const orders = `'orders.csv' WHERE ${ofTrial(key)} AND ${ARRIVED_AT_MS} IS NOT NULL`;
  const needs = "an order must be accepted and completed";
  const fromOrders = async (figure: string, unit: string, expression: string) =>
    await measureTrial(run, key, {
      figure,
      needs,
      unit,
      query: `SELECT ${expression} FROM ${orders}`,
    });
  const fromSteps = async (
    figure: string,
    unit: string,
    select: string,
    shortcut: () => Promise<number | undefined>,
  ) => {
    const query = withSteps(key, ` ${select}`);
    return await measureTrial(run, key, { figure, needs, unit, query, shortcut });
  };
  const selectL = `SELECT ${L} FROM steps`;
  const inSystem = await fromSteps(
    "the orders in the system",
    "orders",
    selectL,
    async () => meanBacklog(await stepsOf(run, key)),
  );
  const arrivalRate = await fromOrders("the arrival rate", "orders/s", LAMBDA);
  const timeInSystem = await fromOrders("the time in the system", "s", W);
  const ratio = await fromSteps(
    "Little's law",
    "ratio",
    `SELECT (${selectL}) / (${LAMBDA} * ${W}) FROM ${orders}`,
    () => Promise.resolve(inSystem.value / (arrivalRate.value * timeInSystem.value)),
  );
  return { inSystem, arrivalRate, timeInSystem, ratio };
}

/** `L`: orders in the system, on average from the first change to the last. */
function meanBacklog({ atMs, backlog }: BacklogSteps): number {
  let orderMs = 0;
  for (let step = 1; step < atMs.length; step++) {
    orderMs += backlog[step - 1]! * (atMs[step]! - atMs[step - 1]!);
  }
  return orderMs / (atMs.at(-1)! - atMs[0]!);
}
