import assert from "node:assert/strict";
import type { Fault } from "../cli/fail.ts";
import type { ReadRun } from "../run/read_run.ts";
import { compareRuns } from "./compare_runs.ts";
import { changeText, limitFailures, readFailIf } from "./fail_if.ts";
import { runOf, testRun } from "./runs_for_tests.ts";

function failures(expression: string, a: ReadRun, b: ReadRun): string[] {
  const faults: Fault[] = [];
  const limits = readFailIf([expression], faults);
  assert.deepEqual(faults, []);
  return limitFailures(limits, compareRuns(a, b)).map(({ trial, found }) => `${trial}: ${found}`);
}

Deno.test("readFailIf() names every bad expression, and what to type instead", () => {
  const faults: Fault[] = [];
  const good = readFailIf([
    "drain_s>+10%",
    " utilisation_ratio < -0.05 ",
    "drain > +1",
    "drian_s > +1",
    "lost > 0",
    "drain_s >= +10%",
    "",
  ], faults);
  assert.deepEqual(
    good.map(({ column, side, change, percent }) => [column, side, change, percent]),
    [
      ["drain_s", ">", 10, true],
      ["utilisation_ratio", "<", -0.05, false],
    ],
  );
  assert.deepEqual(faults.map(({ value, instead }) => [value, instead]), [
    ["drain > +1", "did you mean drain_s?"],
    ["drian_s > +1", "did you mean drain_s?"],
    ["lost > 0", "'lost > +0' or 'lost > -0'"],
    ["drain_s >= +10%", "for instance 'drain_s > +10%'"],
    ["", "for instance 'drain_s > +10%'"],
  ]);
});

Deno.test("limitFailures() judges the difference, in percent or as it is", () => {
  const [ten, twelve] = [runOf("drain_s", [10]), runOf("drain_s", [12])];
  const cases: [string, boolean][] = [
    ["drain_s > +19.9%", true],
    ["drain_s > +20%", false],
    ["drain_s > +1.9", true],
    ["drain_s > +2", false],
    ["drain_s < +5", true],
    ["drain_s < -0", false],
    ["drain_s > -1%", true],
  ];
  for (const [expression, fails] of cases) {
    const found = failures(expression, ten, twelve);
    assert.deepEqual(found, fails ? ["trial: +2.00 s, +20.0 %"] : [], expression);
  }
});

Deno.test("limitFailures() takes any change from nothing as infinite in percent", () => {
  const [none, some] = [runOf("duplicated", [0]), runOf("duplicated", [1])];
  assert.deepEqual(failures("duplicated > +500%", none, some), ["trial: +1.00 orders"]);
  assert.deepEqual(failures("duplicated > +0%", none, none), []);
});

Deno.test("limitFailures() does not stay open where it cannot look", () => {
  const drained = runOf("drain_s", [10]);
  const cases: [ReadRun, string][] = [
    [
      testRun([{ state: "failed", lost: 1 }]),
      "trial: not comparable: repetition 1 in B is failed (1 lost)",
    ],
    [testRun([{ drain_s: undefined }]), "trial: only A has drain_s"],
  ];
  for (const [b, found] of cases) assert.deepEqual(failures("drain_s > +10%", drained, b), [found]);
  const sync = testRun([{ drain_s: undefined }]);
  assert.deepEqual(failures("drain_s > +10%", sync, sync), ["undefined: no trial has drain_s"]);
});

Deno.test("changeText() leaves out the unit of a ratio", () => {
  const { trials: [trial] } = compareRuns(
    testRun([{ utilisation_ratio: 0.5 }]),
    testRun([{ utilisation_ratio: 0.25 }]),
  );
  const ratio = trial!.columns.find(({ column }) => column === "utilisation_ratio")!;
  assert.equal(changeText(ratio), "-0.250, -50.0 %");
});
