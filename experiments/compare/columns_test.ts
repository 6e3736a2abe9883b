import assert from "node:assert/strict";
import { summaryTable } from "../run/schema.ts";
import { COMPARED_COLUMNS } from "./columns.ts";

Deno.test("COMPARED_COLUMNS are numbers of summary.csv, in its units", () => {
  for (const { name, unit } of COMPARED_COLUMNS) {
    const column = summaryTable.columns.find((each) => each.name === name);
    assert.ok(column !== undefined, `summary.csv has no ${name}`);
    assert.ok(["integer", "number"].includes(column.type), name);
    assert.equal(unit, column.unit);
  }
});

Deno.test("COMPARED_COLUMNS say which way is better", () => {
  const better = Object.fromEntries(COMPARED_COLUMNS.map((each) => [each.name, each.better]));
  assert.equal(better.drain_s, "lower");
  assert.equal(better.throughput_per_s, "higher");
  assert.equal(better.lost, "lower");
  assert.equal(better.accepted, "higher");
});
