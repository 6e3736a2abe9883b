import assert from "node:assert/strict";
import { compareResults } from "./compare.ts";
import type { ResultRow } from "./results_csv.ts";

function rows(values: number[], change: Partial<ResultRow> = {}): ResultRow[] {
  return values.map((value, index) => ({
    bench: "worker",
    case: "slots-1",
    subject: "spillway",
    version: "1",
    run: index + 1,
    metric: "taken",
    value,
    unit: "s",
    machine: "m",
    commit: "c",
    ...change,
  }));
}

Deno.test("compareResults() divides the median of now by that of then, across versions", () => {
  const { compared, unmatched } = compareResults(
    rows([4, 5, 6]),
    rows([9, 10, 11], { version: "2" }),
  );
  assert.deepEqual(compared.map(({ ratio, apart }) => ({ ratio, apart })), [
    { ratio: 2, apart: true },
  ]);
  assert.deepEqual(unmatched, []);
});

Deno.test("compareResults() says that runs overlap", () => {
  assert.equal(compareResults(rows([4, 5, 6]), rows([6, 7, 8])).compared[0]?.apart, false);
  assert.equal(compareResults(rows([6, 7, 8]), rows([4, 5, 6])).compared[0]?.apart, false);
});

Deno.test("compareResults() cannot tell single runs apart", () => {
  assert.equal(compareResults(rows([1]), rows([2, 3])).compared[0]?.apart, undefined);
});

Deno.test("compareResults() gives no ratio to nothing", () => {
  assert.equal(compareResults(rows([0]), rows([1])).compared[0]?.ratio, undefined);
});

Deno.test("compareResults() names what only one side has, and leaves other benches out", () => {
  const { compared, unmatched } = compareResults(
    [...rows([1]), ...rows([1], { bench: "api", case: "other" })],
    rows([1], { case: "slots-5" }),
  );
  assert.deepEqual(compared, []);
  assert.deepEqual(unmatched, [
    "slots-5 spillway taken: only now",
    "slots-1 spillway taken: only before",
  ]);
});
