import assert from "node:assert/strict";
import { catalog } from "../catalog/catalog.ts";
import { summaryRow, uncollectedRow } from "../catalog/rows_for_tests.ts";
import { resultLines } from "./result.ts";
import { LEDGER_UNAVAILABLE, type SummaryRow } from "./summary.ts";

const COUNTS = ["completed", "duplicated", "dead_lettered", "lost", "payments"] as const;

/** Cells of the first row, by header; a header that comes twice keeps its first. */
function cellsOf(lines: readonly string[]): Map<string, string> {
  const [header, row] = lines.slice(0, 2).map((line) => line.trim().split(/ {2,}/));
  return new Map(header!.map((name, index) => [name, row![index]!] as const).toReversed());
}

Deno.test("where the ledger was unavailable, no experiment shows a count that nobody knows", () => {
  for (const experiment of catalog) {
    const plan = experiment.plan(experiment.sizes.quick);
    const { trial, path } = plan.trials[0]!;
    const linesOf = (count: number) => {
      const counts = Object.fromEntries(COUNTS.map((name) => [name, count]));
      const row = summaryRow({ ...uncollectedRow, trial, path, accepted: 7, outstanding: 7 });
      return resultLines(experiment, plan, [{ ...row, ...counts } as SummaryRow]);
    };
    const lines = linesOf(0);
    assert.deepEqual(linesOf(11), lines, experiment.name);
    const cells = cellsOf(lines);
    for (const header of ["lost", "twice", "dead", "paid", "payments", "peak"]) {
      assert.equal(cells.get(header) ?? "–", "–", `${experiment.name}: ${header}`);
    }
    assert.ok(lines.includes(`  ${trial}: failed; ${LEDGER_UNAVAILABLE}`));
    assert.equal(
      lines.at(-1),
      "  0 of 1 trials account for every order · 7 accepted, and nothing known of their end",
    );
  }
});

Deno.test("orders of which nothing is known are told beside those that are queued, not among them", () => {
  const experiment = catalog.find(({ name }) => name === "phase5")!;
  const plan = experiment.plan(experiment.sizes.quick);
  const [one, two] = plan.trials.map(({ trial }) => trial);
  const rows = [
    summaryRow({ trial: one!, state: "not_drained", completed: 97, outstanding: 3 }),
    summaryRow({ ...uncollectedRow, trial: two!, accepted: 7, outstanding: 7 }),
  ];
  assert.equal(
    resultLines(experiment, plan, rows).at(-1),
    "  1 of 2 trials account for every order · 0 lost · 0 paid twice · 3 still queued · " +
      "7 accepted, and nothing known of their end",
  );
  assert.equal(
    resultLines(experiment, plan, rows.slice(0, 1)).at(-1),
    "  1 of 1 trials account for every order · 0 lost · 0 paid twice · 3 still queued",
  );
});
