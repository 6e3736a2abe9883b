import assert from "node:assert/strict";
import { createColumn } from "./column.ts";

Deno.test("createColumn() holds what was written, and else what is missing", () => {
  const column = createColumn(Float64Array, NaN);
  column.set(0, 1.5);
  column.set(100_000, 2.5);
  assert.deepEqual([column.get(0), column.get(100_000)], [1.5, 2.5]);
  assert.ok(Number.isNaN(column.get(50)));
  assert.ok(Number.isNaN(column.get(10_000_000)));
});
