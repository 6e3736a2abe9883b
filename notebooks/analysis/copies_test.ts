import assert from "node:assert/strict";
import { tables } from "../../experiments/run/schema.ts";
import { listOf } from "./lists.ts";
import { openTables, type TablesOptions } from "./tables.ts";
import { tinyRun } from "./tiny_run.ts";

const TEXTS = { trial: ["slots-2", "slots-10"] };

/** In turn on one connection: each reads columns that were not read before, or none of its own. */
const QUERIES = [
  "SELECT count(*) AS orders FROM 'orders.csv'",
  "SELECT max(completed_at_ms) AS last FROM 'orders.csv' WHERE trial = 'slots-2'",
  "WITH them AS (FROM 'orders.csv') SELECT order_id, final_state FROM them ORDER BY ALL",
  "SELECT count(*) AS orders FROM 'orders.csv'",
  "SELECT trial, count(*) AS orders FROM 'orders.csv' GROUP BY trial ORDER BY trial",
  "SELECT trial || final_state AS both FROM 'orders.csv' WHERE final_state LIKE 'c%' ORDER BY ALL",
  "SELECT outcome, sum(attempts) AS attempts FROM 'orders.csv' JOIN 'requests.csv' " +
  "USING (trial, order_id) GROUP BY outcome ORDER BY outcome",
  "SELECT state FROM 'summary.csv' ORDER BY ALL",
  "SELECT * FROM 'orders.csv' ORDER BY trial, order_id",
  "SELECT 1 AS one",
];

async function answers(path: string, options: TablesOptions) {
  const open = await openTables(path, tables, options);
  try {
    return await Promise.all(QUERIES.map((query) => open.rows(query)));
  } finally {
    open.close();
  }
}

Deno.test("copies of files answer every query as the files do", async () => {
  await using tiny = await tinyRun({ slots: [2, 10] });
  const wanted = await answers(tiny.path, { largeBytesMin: Infinity });
  assert.deepEqual(await answers(tiny.path, { largeBytesMin: 0, texts: TEXTS }), wanted);
  assert.deepEqual(await answers(tiny.path, { largeBytesMin: 0 }), wanted);
});

Deno.test("a copy keeps values that nobody said would be there", async () => {
  await using tiny = await tinyRun({ slots: [2, 10] });
  const wanted = await answers(tiny.path, { largeBytesMin: Infinity });
  const texts = { trial: ["slots-2"] };
  assert.deepEqual(await answers(tiny.path, { largeBytesMin: 0, texts }), wanted);
});

Deno.test("a query that cannot be answered says so, and the next one is answered", async () => {
  await using tiny = await tinyRun();
  const open = await openTables(tiny.path, tables, { largeBytesMin: 0 });
  try {
    await assert.rejects(open.rows("SELECT no_such_column FROM 'orders.csv'"), /no_such_column/);
    assert.equal(await open.value("SELECT count(attempts) FROM 'orders.csv'"), 9);
  } finally {
    open.close();
  }
});

Deno.test("what waits to be asked is copied in the same reading", async () => {
  await using tiny = await tinyRun();
  const open = await openTables(tiny.path, tables, { largeBytesMin: 0 });
  try {
    const [, copied] = await Promise.all([
      open.rows("SELECT max(completed_at_ms) FROM 'orders.csv'"),
      open.rows(
        "SELECT column_name AS name FROM information_schema.columns " +
          "WHERE table_schema = 'copies' ORDER BY name",
      ),
      open.rows("SELECT max(accepted_at_ms) FROM 'orders.csv'"),
      open.rows("SELECT max(sent_at_ms) FROM 'requests.csv'"),
      assert.rejects(open.rows("SELECT max(no_such_column) FROM 'orders.csv'"), /no_such_column/),
    ]);
    assert.deepEqual(copied, [{ name: "accepted_at_ms" }, { name: "completed_at_ms" }]);
  } finally {
    open.close();
  }
});

Deno.test("what is asked of the file itself is answered as by a copy, and leaves none", async () => {
  await using tiny = await tinyRun();
  const open = await openTables(tiny.path, tables, { largeBytesMin: 0 });
  const query = `SELECT ${listOf("completed_at_ms", "order_id")} AS at_ms FROM 'orders.csv'`;
  const times = (copy: boolean) => open.lists(query, (row) => row.numbers("at_ms"), { copy });
  try {
    const [own] = await times(false);
    assert.equal(own!.length, 9);
    assert.deepEqual(await open.rows("SELECT * FROM duckdb_tables()"), []);
    assert.deepEqual(await times(true), [own]);
  } finally {
    open.close();
  }
});
