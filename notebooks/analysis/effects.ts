/**
 * How large a difference between two trials is beside the spread of their own values.
 *
 * @module
 */
import { requestsTable } from "../../experiments/run/schema.ts";
import type { Figure } from "./figure.ts";
import { CONFIRMED, RESPONSE_MS } from "./latency.ts";
import { repetitionValues } from "./repetitions.ts";
import { measure, type Run } from "./run.ts";
import { cliffsDelta, mean, welchDifference } from "./statistics/mod.ts";
import { quoted } from "./quoted.ts";
import { ofCompleted, planOf } from "./trial.ts";

/**
 * Cliff's delta of response times: the chance that a confirmed order of `trial` waited longer than one of
 * `base`, minus the chance that it waited less, −1 to 1; over all completed repetitions.
 *
 * `δ = 2 U / (n m) − 1` with `U = R − n (n + 1) / 2`: `n`, `m` confirmed orders of `trial` and `base`, `R` the sum of
 * the ranks of `trial`'s among all. Sources: N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993); H. B. Mann
 * and D. R. Whitney, Annals of Mathematical Statistics 18 (1947), for `U`.
 *
 * @throws {RangeError} if a trial is not of the run, is compared with itself, or had no confirmed order.
 * @example
 * ```ts
 * import { responseDelta } from "./effects.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ slots: [1, 2] });
 * assert.equal((await responseDelta(tiny.run, "slots-2", "slots-1")).value, 0); // the same responses
 * ```
 */
export async function responseDelta(run: Run, trial: string, base: string): Promise<Figure> {
  for (const each of [trial, base]) planOf(run, { trial: each });
  if (trial === base) {
    throw new RangeError(
      `Cannot compare responses: trial and base must differ, got ${trial} twice`,
    );
  }
  const where = `((${ofCompleted(trial)}) OR (${ofCompleted(base)})) AND ${CONFIRMED}`;
  const of = (name: string) => `FILTER (WHERE trial = ${quoted(name)})`;
  return await measure(run, {
    table: requestsTable,
    where,
    source: `(SELECT trial, rank() OVER (ORDER BY ${RESPONSE_MS}) + ` +
      `(count(*) OVER (PARTITION BY ${RESPONSE_MS}) - 1) / 2 AS place FROM 'requests.csv' WHERE ${where})`,
    expression: `2 * (avg(place) ${of(trial)} - (count(*) ${of(trial)} + 1) / 2) / ` +
      `count(*) ${of(base)} - 1`,
    unit: "δ",
  });
}

/** A trial of a run, and the claim of its mean. */
export interface Compared {
  run: Run;
  trial: string;
  /** Id of the claim that its mean over repetitions has. */
  claim: string;
}

/** See {@linkcode differenceOfRepetitions}. */
export interface RepetitionsDifference {
  /** `x̄(other) − x̄(one)`, in the values' unit. */
  difference: Figure;
  /** Cliff's delta of the repetitions, −1 to 1. */
  effect: Figure;
}

/**
 * The difference of two trials' means over repetitions, with Welch's 95 % interval from five of each on, and
 * Cliff's delta of the repetitions; formulas and sources: `statistics/welch.ts`, `statistics/effect_size.ts`.
 *
 * @param expression SQL over the columns of one row of `summary.csv`: `drain_s`.
 * @throws {RangeError} if a trial has no completed repetition, or one of these no value.
 * @example
 * ```ts
 * import { differenceOfRepetitions } from "./effects.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun({ slots: [1, 2], manifest: { repetitions: 5 } });
 * const of = (trial: string) => ({ run: tiny.run, trial, claim: `drain.${trial}` });
 * const compared = [of("slots-1"), of("slots-2")] as const;
 * const { difference, effect } = await differenceOfRepetitions(compared, "drain_s", "s");
 * assert.equal(difference.value.toFixed(3), "-0.180"); // 0.35 s and 0.17 s
 * assert.equal(effect.value, -1); // every repetition is shorter
 * ```
 */
export async function differenceOfRepetitions(
  [one, other]: readonly [one: Compared, other: Compared],
  expression: string,
  unit: string,
): Promise<RepetitionsDifference> {
  const [a, b] = [
    await repetitionValues(one.run, one.trial, expression),
    await repetitionValues(other.run, other.trial, expression),
  ];
  const interval = welchDifference(a, b)?.interval;
  const [first, second] = [`{${one.claim}}`, `{${other.claim}}`];
  return {
    difference: {
      value: mean(b)! - mean(a)!,
      unit,
      ...(interval === undefined ? {} : { interval }),
      source: { kind: "derived", formula: `${second} − ${first}` },
    },
    effect: {
      value: cliffsDelta(a, b)!,
      unit: "δ",
      source: {
        kind: "derived",
        formula: `Cliff's delta of the repetitions of ${second} and ${first}`,
      },
    },
  };
}
