import assert from "node:assert/strict";
import { tables } from "../../experiments/run/schema.ts";
import { openTables } from "./tables.ts";
import { tinyRun } from "./tiny_run.ts";

Deno.test("openTables() names every column that is missing or unknown, and its file", async () => {
  await using tiny = await tinyRun();
  for (const file of ["orders.csv", "summary.csv"]) {
    const text = await Deno.readTextFile(`${tiny.path}/${file}`);
    await Deno.writeTextFile(`${tiny.path}/${file}`, text.replace("repetition", "rep"));
  }
  await assert.rejects(openTables(tiny.path, tables), {
    name: "TypeError",
    message: `Cannot read ${tiny.path}: ` +
      ["summary.csv", "orders.csv"].map((file) =>
        `${file} must have a column repetition; ${file} has a column rep that no table declares`
      ).join("; ") + `; type deno task runs check ${tiny.path}`,
  });
  await Deno.writeTextFile(`${tiny.path}/orders.csv`, "");
  await assert.rejects(
    openTables(tiny.path, tables.filter(({ file }) => file === "orders.csv")),
    /: orders\.csv must have a header, and is empty; type /,
  );
});
