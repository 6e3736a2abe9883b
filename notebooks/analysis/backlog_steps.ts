/**
 * The backlog as a step function, in SQL.
 *
 * @module
 */
import type { Run } from "./run.ts";
import { ARRIVED_AT_MS, COMPLETED_AT_MS, ofTrial, type TrialKey, trialName } from "./trial.ts";

/** Names of tables that hold steps, by run and trial. */
const computed = new WeakMap<Run, Map<string, Promise<string>>>();

/**
 * A query on `steps`: `backlog` orders from `at_ms` to `next_ms`, in one row a change, the `place`th.
 *
 * An order counts from when it came in to its first completion, one that never finishes to the end;
 * at equal times arrivals come first. So does `backlogSteps` of the runner.
 *
 * @param select what follows `WITH steps AS (…)`: further tables (`, busy AS (…) SELECT …`) or `SELECT …`.
 * @returns `query` computes the steps itself; `shortcut` reads them where they were computed before.
 */
export async function onSteps(
  run: Run,
  key: TrialKey,
  select: string,
): Promise<{ query: string; shortcut: string }> {
  return {
    query: withSteps(key, select),
    shortcut: `WITH steps AS (FROM ${await stepsTable(run, key)})${select}`,
  };
}

/** The query of {@linkcode onSteps} that computes the steps itself: for what reads them once. */
export function withSteps(key: TrialKey, select: string): string {
  return `WITH steps AS (${stepsQuery(key)})${select}`;
}

function stepsTable(run: Run, key: TrialKey): Promise<string> {
  const tables = computed.get(run) ?? new Map<string, Promise<string>>();
  computed.set(run, tables);
  const name = `"steps of ${trialName(key).replaceAll('"', '""')}"`;
  const made = tables.get(name) ??
    run.tables.rows(`CREATE TEMP TABLE ${name} AS ${stepsQuery(key)}`).then(() => name);
  tables.set(name, made);
  return made;
}

function stepsQuery(key: TrialKey): string {
  const rows = `FROM 'orders.csv' WHERE ${ofTrial(key)} AND ${ARRIVED_AT_MS} IS NOT NULL`;
  // Two hosts' clocks may put a completion before its acceptance; a backlog is never negative.
  return `
  SELECT at_ms, (sum(change) OVER in_time)::INTEGER AS backlog,
    lead(at_ms, 1, at_ms) OVER in_time AS next_ms, row_number() OVER in_time AS place
  FROM (
    SELECT ${ARRIVED_AT_MS} AS at_ms, 1 AS change ${rows}
    UNION ALL
    SELECT greatest(${COMPLETED_AT_MS}, ${ARRIVED_AT_MS}), -1 ${rows} AND completed_at_ms IS NOT NULL
  )
  WINDOW in_time AS (ORDER BY at_ms, change DESC ROWS UNBOUNDED PRECEDING)
`;
}
