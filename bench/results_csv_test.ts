import assert from "node:assert/strict";
import fc from "fast-check";
import { readResults, resultLines, type ResultRow } from "./results_csv.ts";

const rowArbitrary: fc.Arbitrary<ResultRow> = fc.record({
  bench: fc.string(),
  case: fc.string(),
  subject: fc.string(),
  version: fc.string(),
  run: fc.integer({ min: 1 }),
  metric: fc.string(),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  unit: fc.string(),
  machine: fc.string(),
  commit: fc.string(),
});

Deno.test("readResults() gives back what resultLines() wrote, whatever the texts hold", () => {
  fc.assert(fc.property(fc.array(rowArbitrary), (rows) => {
    const text = resultLines("header") + rows.map((row) => resultLines([row])).join("");
    // -0 is written as 0.
    const kept = rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value === 0 ? 0 : value]),
      )
    );
    assert.deepEqual(readResults(text), { rows: kept, faults: [] });
  }));
});

Deno.test("readResults() names every value that is no number and leaves its row out", () => {
  const row = { case: "c", subject: "s", version: "", metric: "m", unit: "s" };
  const origin = { bench: "b", machine: "m", commit: "c" };
  const good = { ...row, ...origin, run: 1, value: 2 };
  const text = resultLines("header") + resultLines([good]) +
    "b,c,s,,one,m,,s,m,c\n";
  assert.deepEqual(readResults(text), {
    rows: [good],
    faults: ["row 2: run must be a number, got one", "row 2: value must be a number, got "],
  });
});

Deno.test("readResults() refuses a file of other columns", () => {
  assert.match(readResults("").faults.join(), /the columns must be bench, case/);
});
