/** What is computed in place of a query that is shown is what the query gives, of any ledger. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { backlogPeak } from "./backlog.ts";
import { stepsOf, withSteps } from "./backlog_steps.ts";
import type { Figure } from "./figure.ts";
import { growthByRegression } from "./growth.ts";
import { ledgerRun } from "./ledger_run.ts";
import { littlesLaw } from "./little.ts";
import type { Run } from "./run.ts";
import type { TrialKey } from "./trial.ts";
import { throughput, utilisation } from "./utilisation.ts";
import { onWindow } from "./windows.ts";

// Few different times, so that many fall together; a completion may stand before its acceptance.
const atMs = fc.option(
  fc.oneof(fc.nat(8), fc.integer({ min: 0, max: 80_000 }).map((us) => us / 1000)),
  {
    nil: undefined,
    freq: 4,
  },
);
const order = fc.record({
  respondedAtMs: atMs,
  acceptedAtMs: atMs,
  receivedAtMs: atMs,
  startedAtMs: atMs,
  completedAtMs: atMs,
});
const ledgers = fc.array(fc.array(order, { minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 12,
  size: "max",
});

const isNear = (a: number, b: number) =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

/** A figure, or nothing where the ledger has none: that is told in words. */
async function orNone(figure: Promise<Figure>): Promise<Figure | undefined> {
  try {
    return await figure;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function checkTrial(run: Run, key: TrialKey): Promise<number> {
  const steps = await stepsOf(run, key);
  const shown = await run.tables.rows(
    withSteps(key, " SELECT at_ms, backlog FROM steps ORDER BY at_ms, backlog"),
  );
  const computed = Array.from(
    steps.atMs,
    (at_ms, step) => ({ at_ms, backlog: steps.backlog[step]! }),
  );
  assert.deepEqual(computed.toSorted((a, b) => a.at_ms - b.at_ms || a.backlog - b.backlog), shown);

  const { query, shortcut } = await onWindow(
    run,
    key,
    "utilisation",
    " SELECT from_ms, to_ms FROM span WHERE to_ms > from_ms",
  );
  assert.deepEqual(await run.tables.rows(shortcut), await run.tables.rows(query));

  const found = await Promise.all([
    orNone(backlogPeak(run, key)),
    orNone(growthByRegression(run, key)),
    orNone(littlesLaw(run, key).then(({ inSystem }) => inSystem)),
    orNone(littlesLaw(run, key).then(({ ratio }) => ratio)),
    orNone(throughput(run, key)),
    orNone(utilisation(run, key)),
  ]);
  const figures = found.filter((figure) => figure !== undefined);
  for (const { value, source } of figures) {
    assert.ok(source.kind === "rows");
    const again = (await run.tables.value(source.query))!;
    assert.ok(isNear(again, value), `${source.query} gave ${again}, not ${value}`);
  }
  return figures.length;
}

Deno.test("shortcuts give what the queries give that are shown", async () => {
  let figures = 0;
  await fc.assert(
    fc.asyncProperty(ledgers, async (orders) => {
      await using of = await ledgerRun(orders);
      for (const row of of.run.summary) figures += await checkTrial(of.run, row);
    }),
    { seed: 1, numRuns: 6 },
  );
  assert.ok(figures > 100, `${figures} figures are too few to tell`);
});
