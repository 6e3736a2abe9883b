import assert from "node:assert/strict";
import type { TrialState } from "../run/schema.ts";
import { compareRuns } from "./compare_runs.ts";
import { answerOf, comparisonLines, comparisonMarkdown, failureText } from "./comparison_text.ts";
import { limitFailures, readFailIf } from "./fail_if.ts";
import { runOf, testRun, trialPlan } from "./runs_for_tests.ts";

const TEN = [9.9, 10, 10.1, 9.95, 10.05];
const comparison = compareRuns(runOf("drain_s", TEN), runOf("drain_s", TEN.map((s) => s + 1)));

Deno.test("comparisonLines() show what differs, with its interval, and no row of equal numbers", () => {
  const lines = comparisonLines(comparison);
  assert.deepEqual(lines.slice(3, 6), [
    "  trial  column      A     B  difference      %             95 %  effect  verdict",
    "  trial  drain_s  10.0  11.0       +1.00  +10.0  +0.885 to +1.12   large  slower",
    "",
  ]);
});

Deno.test("answerOf() counts verdicts, and trials that have none", () => {
  assert.match(answerOf(comparison), /^B is faster in 0, slower in 1 of 25 comparisons;/);
  const failed = compareRuns(testRun([{ state: "failed" }]), testRun([{}]));
  assert.match(answerOf(failed), /; 1 of 1 trials are not comparable\.$/);
});

Deno.test("comparisonLines() give the reason where nothing can be compared", () => {
  const lines = comparisonLines(compareRuns(testRun([{ state: "interrupted" }]), testRun([{}])));
  assert.ok(lines.some((line) => /^ {2}trial +not comparable$/.test(line)), lines.join("\n"));
  assert.ok(lines.includes("  trial: not comparable: repetition 1 in A is interrupted"));
});

Deno.test("comparisonLines() tell a reason that all trials have once", () => {
  const trials = ["one", "two"].map((trial) => trialPlan({ trial }));
  const runOfStates = (one: TrialState, two: TrialState) =>
    testRun(
      [{ trial: "one", state: one }, { trial: "two", state: two, repetition: 1 }],
      { trials },
    );
  const a = runOfStates("completed", "completed");
  const original = { ...a, manifest: { ...a.manifest, size: "original" as const } };
  const reasonsOf = (lines: readonly string[]) => lines.filter((line) => line.includes(": not "));
  assert.deepEqual(reasonsOf(comparisonLines(compareRuns(a, original))), [
    "  every trial: not comparable: size is quick in A, original in B",
  ]);
  assert.deepEqual(reasonsOf(comparisonLines(compareRuns(runOfStates("failed", "failed"), a))), [
    "  every trial: not comparable: repetition 1 in A is failed",
  ]);
  assert.deepEqual(
    reasonsOf(comparisonLines(compareRuns(runOfStates("failed", "interrupted"), a))),
    [
      "  one: not comparable: repetition 1 in A is failed",
      "  two: not comparable: repetition 1 in A is interrupted",
    ],
  );
});

Deno.test("comparisonMarkdown() is a table with the answer and the passed limits above it", () => {
  const failures = limitFailures(readFailIf(["drain_s > +5%"], []), comparison);
  const text = failureText(failures[0]!);
  assert.equal(text, "--fail-if 'drain_s > +5%': trial: +1.00 s, +10.0 %");
  const lines = comparisonMarkdown(comparison, failures);
  assert.equal(lines[0], `**${answerOf(comparison)}**`);
  assert.equal(lines[2], `- ${text}`);
  const table = lines.filter((line) => line.startsWith("|"));
  assert.equal(table.length, 3);
  assert.match(table[2]!, /\| drain_s \| 10\.0 \| 11\.0 \| \+1\.00 .*\| slower +\|$/);
});
