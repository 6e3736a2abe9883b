import assert from "node:assert/strict";
import { tinyRun } from "./tiny_run.ts";
import { openTables } from "./tables.ts";
import { tables } from "../../experiments/run/schema.ts";

Deno.test("a query over a file that cannot be read says which line of which file, and what to type", async () => {
  await using tiny = await tinyRun();
  const file = `${tiny.path}/orders.csv`;
  const text = await Deno.readTextFile(file);
  const [header, first] = text.split(/\r?\n/);
  const cases: [string, RegExp][] = [
    [
      `${header}\n${first!.replace(",1,", ",one,")}\n`,
      /^Cannot read orders\.csv in \S+: CSV Error on Line: 2; Original Line: slots-2,.*"one" to 'BIGINT'; type deno task runs check \S+$/,
    ],
    [
      `${header}\n${first},more\n`,
      /^Cannot read orders\.csv in \S+: CSV Error on Line: 2; .*; Expected Number of Columns: 15 Found: 16; type/,
    ],
    [`${header}\r\n${first}\r\n\n`, /^Cannot read orders\.csv in \S+: .*invalid state; type/],
  ];
  for (const [changed, expected] of cases) {
    await Deno.writeTextFile(file, changed);
    const open = await openTables(tiny.path, tables);
    try {
      await assert.rejects(
        open.rows("SELECT max(repetition), max(completed_at_ms) FROM 'orders.csv'"),
        ({ message }: Error) => {
          assert.match(message, expected);
          return true;
        },
      );
    } finally {
      open.close();
    }
  }
});

Deno.test("a query over a file that is not there says which file, of which run, and what to type", async () => {
  await using tiny = await tinyRun();
  await Deno.remove(`${tiny.path}/orders.csv`);
  const open = await openTables(tiny.path, tables);
  try {
    await assert.rejects(open.rows("SELECT count(*) FROM 'orders.csv'"), {
      name: "TypeError",
      message: `Cannot read ${tiny.path}: there must be a file orders.csv; ` +
        `type deno task runs check ${tiny.path}`,
    });
  } finally {
    open.close();
  }
});
