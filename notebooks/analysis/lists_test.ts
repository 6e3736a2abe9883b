import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import { listOf, readLists } from "./lists.ts";

async function read<T>(query: string, use: Parameters<typeof readLists<T>>[2]): Promise<T[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return await readLists(connection, query, use);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

Deno.test("readLists() reads every value of long lists, in pairs, NaN for NULL", async () => {
  const rows = "range(1000000) AS numbers(n)";
  const query = `SELECT n % 3 AS kind, ${listOf("n")} AS n, ` +
    `${
      listOf("CASE WHEN n % 2 = 0 THEN n * 2 END")
    } AS twice FROM ${rows} GROUP BY kind ORDER BY kind`;
  const found = await read(query, (row) => {
    const [n, twice] = [row.numbers("n"), row.numbers("twice")];
    assert.equal(n.length, twice.length);
    n.forEach((value, at) => assert.ok(Object.is(twice[at], value % 2 === 0 ? value * 2 : NaN)));
    return { kind: row.text("kind"), n };
  });
  assert.deepEqual(found.map(({ kind }) => kind), ["0", "1", "2"]);
  const all = Float64Array.from(found.flatMap(({ n }) => [...n])).sort();
  assert.equal(all.length, 1_000_000);
  assert.ok(all.every((value, at) => value === at));
});

Deno.test("readLists() keeps an order, reads no rows as an empty list, and more rows than a chunk has", async () => {
  const values = "(VALUES (3, 'a'), (1, 'b'), (2, 'a')) AS v(n, name)";
  const ordered = await read(
    `SELECT ${listOf("n", "n DESC")} AS n FROM ${values}`,
    (row) => row.numbers("n"),
  );
  assert.deepEqual(ordered, [Float64Array.of(3, 2, 1)]);
  const none = await read(
    `SELECT ${listOf("n")} AS n, max(name) AS name FROM ${values} WHERE n > 9`,
    (row) => [
      row.numbers("n"),
      row.text("name"),
    ],
  );
  assert.deepEqual(none, [[new Float64Array(), undefined]]);
  const many = await read(
    `SELECT n, ${listOf("n")} AS list FROM range(5000) AS v(n) GROUP BY n ORDER BY n`,
    (row) => [row.text("n"), ...row.numbers("list")],
  );
  assert.deepEqual(many, Array.from({ length: 5_000 }, (_, n) => [`${n}`, n]));
});

Deno.test("readLists() says which column is missing or no list", async () => {
  const query = "SELECT 1 AS one";
  await assert.rejects(read(query, (row) => row.numbers("two")), /two: .*must have.*it has one/);
  await assert.rejects(
    read(query, (row) => row.numbers("one")),
    /one: it must be a list of DOUBLE/,
  );
});
