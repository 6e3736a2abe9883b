import assert from "node:assert/strict";
import { drainByCloudWatch, drainByLedger, drainDifference } from "./drain.ts";
import { ledgerRun } from "./ledger_run.ts";
import { tinyRun } from "./tiny_run.ts";

const near = (value: number, wanted: number) =>
  assert.ok(Math.abs(value - wanted) < 1e-9, `${value} must be ${wanted}`);

Deno.test("the drain by ledger is the summary's, and the difference is CloudWatch's minus it", async () => {
  await using tiny = await tinyRun({ manifest: { repetitions: 2 } });
  for (const row of tiny.run.summary) {
    const ledger = await drainByLedger(tiny.run, row);
    near(ledger.value, row.drain_s!);
    const shown = await drainByCloudWatch(tiny.run, row);
    near(shown.value, 1.02);
    near((await drainDifference(tiny.run, row)).value, shown.value - ledger.value);
  }
});

Deno.test("no drain is given of a trial in which orders are left", async () => {
  await using tiny = await tinyRun();
  const path = `${tiny.path}/orders.csv`;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace(/,completed(?=\r?\n)/, ",outstanding"));
  await assert.rejects(
    drainByLedger(tiny.run, tiny.run.summary[0]!),
    /the drain of slots-2 repetition 1 .* every accepted order must be finished/,
  );
});

Deno.test("CloudWatch shows no drain where its last datapoint is not empty", async () => {
  await using tiny = await tinyRun();
  const path = `${tiny.path}/queue.csv`;
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace(",1100,0,", ",1100,3,"));
  await assert.rejects(
    drainByCloudWatch(tiny.run, tiny.run.summary[0]!),
    /queue.csv must show the queue empty/,
  );
  await assert.rejects(drainDifference(tiny.run, tiny.run.summary[0]!), /Cannot measure/);
});

Deno.test("no drain is given where it is not known when an order was accepted, as in the summary", async () => {
  await using of = await ledgerRun([[{ startedAtMs: 10, completedAtMs: 60 }]]);
  assert.equal(of.run.summary[0]!.drain_s, undefined);
  await assert.rejects(drainByLedger(of.run, of.run.summary[0]!), /Cannot measure the drain/);
});
