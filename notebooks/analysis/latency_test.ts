import assert from "node:assert/strict";
import { responseEcdf, responseQuantile } from "./latency.ts";
import { ledgerRun } from "./ledger_run.ts";
import { tinyRun } from "./tiny_run.ts";

Deno.test("responseEcdf() pools completed repetitions, and counts the unanswered in the share", async () => {
  await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
  const { path, target, sent, answered } = await responseEcdf(tiny.run, "slots-2");
  assert.deepEqual([path, target, sent], ["queue", "sim", 18]);
  assert.deepEqual(answered.map(({ ms }) => ms), [8, 9, 10, 11, 12, 13, 14, 15]);
  assert.equal(answered.at(-1)!.share, 16 / 18);
});

Deno.test("responseEcdf() is empty, and responseQuantile() refuses, where no repetition was completed", async () => {
  await using left = await tinyRun({ summary: { state: "not_drained" } });
  const { sent, answered, medianMs } = await responseEcdf(left.run, "slots-2");
  assert.deepEqual([sent, answered, medianMs], [0, [], undefined]);
  await assert.rejects(
    responseQuantile(left.run, "slots-2", 0.5),
    /response times of slots-2 .* a completed repetition must have a confirmed order/,
  );
});

Deno.test("responseQuantile() agrees with the summary's quantiles", async () => {
  await using tiny = await tinyRun();
  const [row] = tiny.run.summary;
  for (const [q, wanted] of [[0.5, row!.response_ms_p50], [0.99, row!.response_ms_p99]] as const) {
    const { value } = await responseQuantile(tiny.run, "slots-2", q);
    assert.ok(Math.abs(value - wanted!) < 1e-9, `${q}: ${value}`);
  }
  await assert.rejects(responseQuantile(tiny.run, "slots-2", 99), /from 0 to 1, got 99/);
});

Deno.test("responseEcdf() has a median only where the orders in the middle were confirmed", async () => {
  await using of = await ledgerRun([
    [10, 20, undefined],
    [10, 20, undefined, undefined],
    [10, 20, 30, undefined],
  ].map((responses) => responses.map((respondedAtMs) => ({ respondedAtMs, completedAtMs: 60 }))));
  const median = async (trial: string) => (await responseEcdf(of.run, trial)).medianMs;
  assert.deepEqual(
    await Promise.all(["ledger-1", "ledger-2", "ledger-3"].map(median)),
    [20, undefined, 25],
  );
});
