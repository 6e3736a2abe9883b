import assert from "node:assert/strict";
import { openRunFor } from "./choose_runs.ts";
import { differenceOfRepetitions, responseDelta } from "./effects.ts";
import { CONFIRMED, RESPONSE_MS } from "./latency.ts";
import type { Run } from "./run.ts";
import { cliffsDelta, welchDifference } from "./statistics/mod.ts";
import { tinyRun } from "./tiny_run.ts";

const EXAMPLE = { get: (name: string) => name === "SPILLWAY_DATA" ? "example" : undefined };

async function responsesOf(run: Run, trial: string): Promise<number[]> {
  const rows = await run.tables.rows(
    `SELECT ${RESPONSE_MS} AS ms FROM 'requests.csv' WHERE trial = '${trial}' AND ${CONFIRMED}`,
  );
  return rows.map(({ ms }) => Number(ms));
}

Deno.test("responseDelta() is Cliff's delta of the raw response times", async () => {
  const run = await openRunFor({ experiment: "phase1", target: "local" }, EXAMPLE);
  try {
    const trials = ["sale", "sale-timeout"] as const;
    const [a, b] = [await responsesOf(run, trials[0]), await responsesOf(run, trials[1])];
    const { value, source } = await responseDelta(run, trials[1], trials[0]);
    const wanted = cliffsDelta(a, b)!;
    assert.ok(wanted !== 0 && Math.abs(wanted) < 1, `${wanted} must tell a sign and a rank`);
    assert.ok(Math.abs(value - wanted) < 1e-9, `${value} must be ${wanted}`);
    assert.ok(source.kind === "rows" && source.rows === a.length + b.length);
  } finally {
    run.tables.close();
  }
});

Deno.test("responseDelta() refuses a trial that the run has not", async () => {
  await using tiny = await tinyRun();
  await assert.rejects(responseDelta(tiny.run, "slots-2", "slots-9"), /it has slots-2/);
});

Deno.test("differenceOfRepetitions() is Welch's, and has no interval below five repetitions", async () => {
  const compared = (run: Run) =>
    [
      { run, trial: "slots-1", claim: "a.one" },
      { run, trial: "slots-2", claim: "a.two" },
    ] as const;
  await using five = await tinyRun({ slots: [1, 2], manifest: { repetitions: 5 } });
  const { difference, effect } = await differenceOfRepetitions(compared(five.run), "drain_s", "s");
  const [a, b] = [[0.33, 0.34, 0.35, 0.36, 0.37], [0.15, 0.16, 0.17, 0.18, 0.19]];
  assert.deepEqual(difference.interval, welchDifference(a!, b!)!.interval);
  assert.deepEqual(difference.source, { kind: "derived", formula: "{a.two} − {a.one}" });
  assert.equal(effect.value, -1);
  await using four = await tinyRun({ slots: [1, 2], manifest: { repetitions: 4 } });
  const few = await differenceOfRepetitions(compared(four.run), "drain_s", "s");
  assert.equal("interval" in few.difference, false);
});

Deno.test("responseDelta() refuses to compare a trial with itself", async () => {
  await using tiny = await tinyRun();
  await assert.rejects(
    responseDelta(tiny.run, "slots-2", "slots-2"),
    /trial and base must differ, got slots-2 twice/,
  );
});
