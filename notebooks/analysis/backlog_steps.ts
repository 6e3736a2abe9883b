/**
 * The backlog as a step function: computed, and in SQL, as everybody can compute it again.
 *
 * @module
 */
import { type BacklogSteps, backlogSteps } from "../../experiments/run/backlog.ts";
import { release } from "../../experiments/run/release.ts";
import { listOf, type ListRow } from "./lists.ts";
import type { Run } from "./run.ts";
import { quoted } from "./quoted.ts";
import {
  ARRIVED_AT_MS,
  COMPLETED_AT_MS,
  LAST_ACCEPTED_MS,
  ofTrial,
  type TrialKey,
  trialName,
} from "./trial.ts";

/** The steps that were asked for last, by run: of one trial, because those of millions of orders are large. */
const newest = new WeakMap<Run, { trial: string; steps: Promise<BacklogSteps> }>();

const LISTS = `${listOf(ARRIVED_AT_MS)} AS arrived, ${listOf(COMPLETED_AT_MS)} AS completed`;

/**
 * The backlog of a trial after each change, in time, as the runner computes it: sooner than {@linkcode withSteps}, and
 * the same.
 *
 * @example
 * ```ts
 * import { stepsOf } from "./backlog_steps.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const { atMs, backlog } = await stepsOf(tiny.run, { trial: "slots-2", repetition: 1 });
 * assert.deepEqual([atMs[0], backlog[0], atMs.at(-1), backlog.at(-1)], [10, 1, 230, 0]);
 * ```
 */
export function stepsOf(run: Run, key: TrialKey): Promise<BacklogSteps> {
  const trial = trialName(key);
  const known = newest.get(run);
  if (known?.trial === trial) return known.steps;
  const query = `SELECT ${LISTS} FROM 'orders.csv' WHERE ${ofTrial(key)}`;
  const steps = run.tables.lists(query, stepsIn).then(([found]) => found!);
  newest.set(run, { trial, steps });
  return steps;
}

/**
 * The backlogs of several trials, each used before the next is computed. The ledger is read once for all, and not kept
 * in memory.
 *
 * @param use gets the trial, its steps and its last acceptance, milliseconds since the run's start. It is not called for
 * trials without orders.
 * @example
 * ```ts
 * import { backlogPeak } from "../../experiments/run/backlog.ts";
 * import { stepsOfEach } from "./backlog_steps.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const keys = [{ trial: "slots-2", repetition: 1 }];
 * const peaks = await stepsOfEach(tiny.run, keys, (_, steps, atMs) => [backlogPeak(steps), atMs]);
 * assert.deepEqual(peaks, [[7, 80]]);
 * ```
 */
export async function stepsOfEach<T>(
  run: Run,
  keys: readonly TrialKey[],
  use: (key: TrialKey, steps: BacklogSteps, lastAcceptedMs: number) => T,
): Promise<T[]> {
  const them = keys.map(({ trial, repetition }) => `(${quoted(trial)}, ${repetition})`);
  const query = `SELECT trial, repetition, ${LISTS}, ${LAST_ACCEPTED_MS} AS last_accepted_ms ` +
    `FROM 'orders.csv' WHERE (trial, repetition) IN (${
      them.join(", ")
    }) GROUP BY trial, repetition`;
  return await run.tables.lists(query, (row) => {
    const key = { trial: row.text("trial")!, repetition: Number(row.text("repetition")) };
    return use(key, stepsIn(row), Number(row.text("last_accepted_ms")));
  }, { copy: false });
}

function stepsIn(row: ListRow): BacklogSteps {
  const [arrivedAtMs, completedAtMs] = [row.numbers("arrived"), row.numbers("completed")];
  const steps = backlogSteps({ arrivedAtMs, completedAtMs });
  release(arrivedAtMs);
  release(completedAtMs);
  return steps;
}

/**
 * A query on `steps`: `backlog` orders from `at_ms` to `next_ms`, in one row a change.
 *
 * An order counts from when it came in to its first completion, one that never finishes to the end;
 * at equal times arrivals come first.
 *
 * @param select what follows `WITH steps AS (…)`: further tables (`, busy AS (…) SELECT …`) or `SELECT …`.
 * @example
 * ```ts
 * import { withSteps } from "./backlog_steps.ts";
 * import { tinyRun } from "./tiny_run.ts";
 * import assert from "node:assert/strict";
 *
 * await using tiny = await tinyRun();
 * const query = withSteps({ trial: "slots-2", repetition: 1 }, " SELECT max(backlog) FROM steps");
 * assert.equal(await tiny.run.tables.value(query), 7);
 * ```
 */
export function withSteps(key: TrialKey, select: string): string {
  return `WITH steps AS (${stepsQuery(key)})${select}`;
}

function stepsQuery(key: TrialKey): string {
  const rows = `FROM 'orders.csv' WHERE ${ofTrial(key)} AND ${ARRIVED_AT_MS} IS NOT NULL`;
  // Two hosts' clocks may put a completion before its acceptance; a backlog is never negative.
  return `
  SELECT at_ms, (sum(change) OVER in_time)::INTEGER AS backlog,
    lead(at_ms, 1, at_ms) OVER in_time AS next_ms
  FROM (
    SELECT ${ARRIVED_AT_MS} AS at_ms, 1 AS change ${rows}
    UNION ALL
    SELECT greatest(${COMPLETED_AT_MS}, ${ARRIVED_AT_MS}), -1 ${rows} AND completed_at_ms IS NOT NULL
  )
  WINDOW in_time AS (ORDER BY at_ms, change DESC ROWS UNBOUNDED PRECEDING)
`;
}
