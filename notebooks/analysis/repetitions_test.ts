import assert from "node:assert/strict";
import { overRepetitions } from "./repetitions.ts";
import { meanInterval } from "./statistics/mod.ts";
import { tinyRun } from "./tiny_run.ts";

Deno.test("overRepetitions() is the mean, with Student's interval from five repetitions on", async () => {
  await using tiny = await tinyRun({ manifest: { repetitions: 5 } });
  const { value, interval, source } = await overRepetitions(tiny.run, "slots-2", "drain_s", "s");
  assert.ok(Math.abs(value - 0.17) < 1e-12, `${value}`);
  assert.deepEqual(interval, meanInterval([0.15, 0.16, 0.17, 0.18, 0.19]));
  assert.ok(source.kind === "rows" && source.rows === 5);
  assert.match(source.method!, /Student's t/);
  assert.equal(await tiny.run.tables.value(source.query), value);
});

Deno.test("overRepetitions() gives no interval of four repetitions", async () => {
  await using tiny = await tinyRun({ manifest: { repetitions: 4 } });
  const rate = await overRepetitions(tiny.run, "slots-2", "confirmed / load_s", "orders/s");
  assert.ok(Math.abs(rate.value - 100) < 1e-9, `${rate.value}`);
  assert.equal("interval" in rate, false);
  assert.ok(rate.source.kind === "rows");
  assert.equal(rate.source.method, "mean of 4 repetitions; no interval below 5");
});

Deno.test("overRepetitions() refuses a trial without a completed repetition or a value", async () => {
  await using left = await tinyRun({ summary: { state: "not_drained" } });
  await assert.rejects(
    overRepetitions(left.run, "slots-2", "drain_s", "s"),
    /drain_s of slots-2 .* a repetition must be completed/,
  );
  await using empty = await tinyRun({ summary: { drain_s: undefined } });
  await assert.rejects(
    overRepetitions(empty.run, "slots-2", "drain_s", "s"),
    /slots-2 .* got none of repetition 1/,
  );
  await assert.rejects(overRepetitions(empty.run, "slots-9", "drain_s", "s"), /it has slots-2/);
});
