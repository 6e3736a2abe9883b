import assert from "node:assert/strict";
import { complexity } from "./complexity.ts";

Deno.test("complexity() counts what infra describes", () => {
  const counts = complexity().map(({ path, ...figures }) => [
    path,
    ...Object.values(figures).map(({ value }) => value),
  ]);
  // Resources, settings, alarms, of these waking, deploy steps: counted by hand in infra/path_*.ts.
  assert.deepEqual(counts, [
    ["sync", 15, 21, 5, 3, 4],
    ["queue", 30, 39, 9, 5, 8],
    ["lambda", 23, 28, 9, 7, 6],
  ]);
});
