import assert from "node:assert/strict";
import { meanOfRepetitions, ratioOverRepetitions } from "./combine.ts";
import { drainByLedger } from "./drain.ts";
import { fittedCeiling, speedUp } from "./scaling.ts";
import { meanInterval } from "./statistics/mod.ts";
import { tinyRun } from "./tiny_run.ts";

const five = { slots: [1, 2], manifest: { repetitions: 5 } };

Deno.test("meanOfRepetitions() has Student's interval from five repetitions on", async () => {
  await using tiny = await tinyRun(five);
  const { value, interval, source } = await meanOfRepetitions(tiny.run, "slots-2", drainByLedger);
  const drains = [0.15, 0.16, 0.17, 0.18, 0.19];
  assert.ok(Math.abs(value - 0.17) < 1e-12, `${value}`);
  assert.deepEqual(interval, meanInterval(drains));
  assert.ok(source.kind === "rows" && source.rows === 5 * 9);
  await using four = await tinyRun({ manifest: { repetitions: 4 } });
  const fewer = await meanOfRepetitions(four.run, "slots-2", drainByLedger);
  assert.equal("interval" in fewer, false);
});

Deno.test("meanOfRepetitions() refuses a trial without a completed repetition, and an unknown one", async () => {
  await using left = await tinyRun({ summary: { state: "not_drained" } });
  await assert.rejects(
    meanOfRepetitions(left.run, "slots-2", drainByLedger),
    /repetitions of slots-2 .* one must be completed/,
  );
  await using tiny = await tinyRun();
  await assert.rejects(meanOfRepetitions(tiny.run, "slots-9", drainByLedger), /it has slots-2/);
});

Deno.test("ratioOverRepetitions() divides within each repetition", async () => {
  await using tiny = await tinyRun(five);
  const ratio = await ratioOverRepetitions(tiny.run, "drain_s", "slots-1", "slots-2", "times");
  const ratios = [0.33 / 0.15, 0.34 / 0.16, 0.35 / 0.17, 0.36 / 0.18, 0.37 / 0.19];
  const mean = ratios.reduce((sum, each) => sum + each) / 5;
  assert.ok(Math.abs(ratio.value - mean) < 1e-9, `${ratio.value} must be ${mean}`);
  assert.ok(ratio.source.kind === "rows" && ratio.source.rows === 10);
  assert.ok(ratio.interval![0] < mean && mean < ratio.interval![1]);
});

Deno.test("a trial over itself is 1 in every repetition", async () => {
  await using tiny = await tinyRun(five);
  const { value, interval } = await speedUp(tiny.run, "slots-2", "slots-2");
  assert.deepEqual([value, interval], [1, [1, 1]]);
});

Deno.test("a ratio without a completed repetition of both is refused", async () => {
  await using tiny = await tinyRun({ ...five, summary: { state: "failed" } });
  await assert.rejects(speedUp(tiny.run, "slots-2", "slots-1"), /must be completed with a value/);
  await assert.rejects(
    fittedCeiling(tiny.run, ["slots-1", "slots-2"]),
    /the fitted ceiling .* must be completed with a value/,
  );
});

Deno.test("a ratio over nothing is refused, and no repetition is dropped for it", async () => {
  await using tiny = await tinyRun(five);
  const drain = "CASE WHEN trial = 'slots-2' AND repetition = 3 THEN 0 ELSE drain_s END";
  await assert.rejects(
    ratioOverRepetitions(tiny.run, drain, "slots-1", "slots-2", "times"),
    /each value must be finite, got Infinity/,
  );
});
