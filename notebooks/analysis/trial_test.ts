import assert from "node:assert/strict";
import { tinyRun } from "./tiny_run.ts";
import { ofCompleted, ofTrial, planOf, SERVERS, serversOf, summaryOf } from "./trial.ts";

Deno.test("a trial's name is quoted in SQL", () => {
  assert.equal(ofTrial({ trial: "it's", repetition: 1 }), "trial = 'it''s' AND repetition = 1");
  assert.match(ofCompleted("it's"), /^trial = 'it''s' AND .*trial = 'it''s' AND state/);
});

Deno.test("serversOf() is what SQL counts, and one process on sync", async () => {
  for (const [path, workers, servers] of [["queue", 3, 6], ["sync", 0, 2]] as const) {
    await using tiny = await tinyRun({ summary: { path, workers } });
    const [row] = tiny.run.summary;
    assert.equal(serversOf(tiny.run, row!), servers);
    assert.equal(await tiny.run.tables.value(`SELECT ${SERVERS} FROM 'summary.csv'`), servers);
  }
});

Deno.test("ofCompleted() leaves out repetitions that were not", async () => {
  const query = `SELECT count(*) FROM 'orders.csv' WHERE ${ofCompleted("slots-2")}`;
  await using done = await tinyRun({ manifest: { repetitions: 2 } });
  assert.equal(await done.run.tables.value(query), 18);
  await using left = await tinyRun({ summary: { state: "not_drained" } });
  assert.equal(await left.run.tables.value(query), 0);
});

Deno.test("summaryOf() and planOf() name the trials that there are", async () => {
  await using tiny = await tinyRun();
  const key = { trial: "slots-7", repetition: 1 };
  assert.throws(() => summaryOf(tiny.run, key), /it has slots-2 repetition 1$/);
  assert.throws(() => planOf(tiny.run, key), /has no plan of slots-7; it has slots-2$/);
});
