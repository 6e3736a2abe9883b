import assert from "node:assert/strict";
import { COMPARED_COLUMNS } from "./columns.ts";
import { compareRuns } from "./compare_runs.ts";
import { runOf, testRun, trialPlan } from "./runs_for_tests.ts";

type Column = Parameters<typeof runOf>[0];

function compared(column: Column, a: readonly number[], b: readonly number[]) {
  const [trial] = compareRuns(runOf(column, a), runOf(column, b)).trials;
  return trial!.columns.find((each) => each.column === column)!;
}

const TEN = [9.9, 10, 10.1, 9.95, 10.05];
const NINE = [8.9, 9, 9.1, 8.95, 9.05];

Deno.test("compareRuns() finds the verdict in the column's own direction", () => {
  const cases: [Column, number[], number[], string][] = [
    ["drain_s", TEN, NINE, "faster"],
    ["drain_s", NINE, TEN, "slower"],
    ["throughput_per_s", NINE, TEN, "faster"],
    ["throughput_per_s", TEN, NINE, "slower"],
    ["duplicated", [0, 0, 0, 0, 0], [4, 4, 4, 4, 4], "slower"],
    ["drain_s", TEN, [9.8, 10.3, 10, 9.7, 10.1], "no difference shown"],
    ["drain_s", TEN, TEN, "no difference shown"],
  ];
  for (const [column, a, b, verdict] of cases) {
    assert.equal(compared(column, a, b).verdict, verdict, `${column} from ${a} to ${b}`);
  }
});

Deno.test("compareRuns() gives medians, the difference of the means, and its interval", () => {
  const drain = compared("drain_s", [...TEN.slice(0, 4), 10.55], NINE);
  assert.deepEqual([drain.a.median, drain.b.median], [10, 9]);
  assert.ok(Math.abs(drain.difference + 1.1) < 1e-9);
  assert.ok(Math.abs(drain.difference_percent! + 100 * 1.1 / 10.1) < 1e-9);
  const [low, high] = drain.interval!;
  assert.ok(low < drain.difference && drain.difference < high && high < 0);
  assert.equal(drain.cliffs_delta, -1);
  assert.ok(drain.hedges_g! < -1 && drain.p! < 0.01);
});

Deno.test("compareRuns() invents no interval of fewer than five repetitions", () => {
  const drain = compared("drain_s", TEN.slice(0, 4), NINE);
  assert.equal(drain.verdict, "no difference shown");
  assert.ok(drain.difference < -0.9);
  for (const name of ["interval", "p", "hedges_g", "cliffs_delta"]) {
    assert.ok(!(name in drain), name);
  }
  const { notes } = compareRuns(runOf("drain_s", TEN.slice(0, 4)), runOf("drain_s", NINE));
  assert.match(notes.join(), /fewer than 5 repetitions: --repetitions 5/);
});

Deno.test("compareRuns() has no percentage of nothing", () => {
  const { difference, difference_percent } = compared(
    "duplicated",
    [0, 0, 0, 0, 0],
    TEN.map(() => 3),
  );
  assert.deepEqual([difference, difference_percent], [3, undefined]);
});

Deno.test("compareRuns() compares every column that both have, and names what one has alone", () => {
  const { trials: [trial] } = compareRuns(
    testRun([{ drain_s: undefined, response_ms_p50: undefined, worker_cpu_s: undefined }]),
    testRun([{ drain_s: 3, worker_cpu_s: undefined }]),
  );
  assert.deepEqual(trial!.only_in, [
    { column: "drain_s", run: "B" },
    { column: "response_ms_p50", run: "B" },
  ]);
  assert.equal(trial!.columns.length, COMPARED_COLUMNS.length - 3);
});

Deno.test("compareRuns() says which columns only some repetitions have", () => {
  const a = testRun([{ drain_s: 1 }, { drain_s: undefined }]);
  const { trials: [trial] } = compareRuns(a, testRun([{ drain_s: 3 }, { drain_s: 4 }]));
  assert.deepEqual(trial!.marks, ["A: 1 of 2 repetitions have drain_s"]);
});

Deno.test("compareRuns() lists each trial of either run, and compares none that cannot be", () => {
  const trials = ["first", "second"].map((trial) => trialPlan({ trial }));
  const a = testRun([{ trial: "first" }, { trial: "second", state: "not_drained" }], { trials });
  const b = testRun([{ trial: "first" }, { trial: "second" }, { trial: "third" }], {
    trials: [...trials, trialPlan({ trial: "third" })],
  });
  const found = compareRuns(a, b).trials;
  assert.deepEqual(found.map(({ trial, not_comparable }) => [trial, ...not_comparable]), [
    ["first"],
    ["second", "repetition 2 in A is not_drained"],
    ["third", "only B has it"],
  ]);
  assert.deepEqual(found.map(({ columns }) => columns.length > 0), [true, false, false]);
});

Deno.test("compareRuns() says what else may be behind a difference", () => {
  const row = { marks: "payment_stretched=1.066;send_lag" };
  const a = testRun([row, row]);
  const machine = { ...a.manifest.machine, cores: 8 };
  const b = testRun([{}, {}], { machine, versions: { deno: "2.9.7" } });
  const { notes, trials } = compareRuns(a, b);
  assert.deepEqual(trials[0]!.marks, ["A: payment_stretched=1.066", "A: send_lag"]);
  assert.deepEqual(notes.slice(0, 2), [
    "machine is cpu, 2 cores in A, cpu, 8 cores in B",
    "deno is 2.9.6 in A, 2.9.7 in B",
  ]);
});
