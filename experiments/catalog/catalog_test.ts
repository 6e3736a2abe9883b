/** What holds of every experiment, whatever its rows say. */
import assert from "node:assert/strict";
import { faultText } from "../cli/fail.ts";
import { loadFaults } from "../load/load_plan.ts";
import type { SummaryRow } from "../run/summary.ts";
import { catalog } from "./catalog.ts";
import { type Experiment, SIZES, type TrialPlan } from "./definition.ts";
import { summaryRow, uncollectedRow } from "./rows_for_tests.ts";
import { readSettings } from "./settings.ts";

/** A row that fits a trial's plan. */
function rowOf(plan: TrialPlan, fields: Partial<SummaryRow> = {}): SummaryRow {
  return summaryRow({
    trial: plan.trial,
    path: plan.path,
    load_model: plan.load.model,
    users: plan.load.model === "closed" ? plan.load.users : undefined,
    workers: plan.path === "sync" ? 0 : plan.workers,
    concurrency: plan.concurrency,
    payment_slots: plan.paymentSlots,
    prefetch: String(plan.prefetch),
    service_time_ms: plan.paymentMs,
    ...fields,
  });
}

const ENDS: Record<string, Partial<SummaryRow>> = {
  completed: {},
  "failed without evidence": uncollectedRow,
  interrupted: { state: "interrupted", outstanding: 40, completed: 60, payments: 60 },
  "not drained": { state: "not_drained", outstanding: 1, completed: 99, payments: 99 },
  "lost orders": { state: "failed", lost: 3, completed: 97, payments: 97 },
  "nobody answered": { confirmed: 0, failed: 100, response_ms_p50: undefined },
};

const NONSENSE = /NaN|Infinity|undefined|null/;

Deno.test("every table and answer makes sense, whatever the rows say", async (t) => {
  for (const experiment of catalog) {
    await t.step(experiment.name, () => {
      for (const size of SIZES) {
        const { trials } = experiment.plan(experiment.sizes[size]);
        for (const [name, end] of Object.entries(ENDS)) {
          const rows = trials.map((plan) => rowOf(plan, end));
          const cells = rows.flatMap((row, index) =>
            experiment.columns.map(({ cell }) => cell(row, trials[index]!))
          );
          assert.ok(!cells.some((cell) => NONSENSE.test(cell)), `${name}: ${cells}`);
          checkAnswer(experiment, rows, name);
          checkAnswer(experiment, rows.slice(0, 1), `${name}, one trial`);
        }
        checkAnswer(experiment, [], "no rows");
      }
    });
  }
});

function checkAnswer(experiment: Experiment, rows: readonly SummaryRow[], name: string): void {
  const answer = experiment.answer(rows);
  assert.match(answer, /^[A-Z0-9].*\.$/, name);
  assert.doesNotMatch(answer, NONSENSE, name);
}

Deno.test("no experiment answers from trials that did not end as planned, but says so", () => {
  for (const experiment of catalog.filter(({ name }) => name !== "faults")) {
    const { trials } = experiment.plan(experiment.sizes.quick);
    const answer = experiment.answer(trials.map((plan) => rowOf(plan, ENDS.interrupted)));
    assert.match(answer, /^No trial /, experiment.name);
  }
});

Deno.test("every experiment plans loads that can be run, and trials that can be told apart", () => {
  for (const experiment of catalog) {
    for (const size of SIZES) {
      const { trials, timeFactor } = experiment.plan(experiment.sizes[size]);
      assert.ok(timeFactor >= 1, experiment.name);
      for (const { load, shots, trial, predictedDrainS, drainDeadlineS } of trials) {
        assert.deepEqual(loadFaults(load), [], trial);
        assert.ok(drainDeadlineS > predictedDrainS, trial);
        assert.ok(shots === undefined || shots.trialS >= shots.loadS, trial);
      }
    }
  }
});

Deno.test("a list of one number is a list", () => {
  for (const [name, assignment] of [["phase2", "slots=5"], ["prefetch", "policies=10"]]) {
    const experiment = catalog.find((candidate) => candidate.name === name)!;
    const { settings, faults } = readSettings(experiment, "quick", [assignment!]);
    assert.deepEqual(faults, []);
    assert.equal(experiment.plan(settings).trials.length, 1);
  }
});

Deno.test("bad settings are named, all at once", () => {
  const cases: [string, string[], string[]][] = [
    ["phase1", ["client_timeout_s=0", "normal_users=1.5", "on_disconnect=pay"], [
      "Cannot run phase1: phase1 has no setting on_disconnect",
      'Cannot run phase1: normal_users must be a whole number >= 1 and <= 10000, got "1.5"',
      'Cannot run phase1: client_timeout_s must be a number > 0 and <= 86400, got "0"',
    ]],
    ["phase2", ["slots=1,,5", "think_min_ms=-1"], [
      'Cannot run phase2: think_min_ms must be a number >= 0 and <= 3600000, got "-1"',
      'Cannot run phase2: slots must be whole numbers such as 1,5,15, got "1,,5"',
    ]],
    ["phase2", ["think_min_ms=900", "think_max_ms=100"], [
      "Cannot run phase2: think_min_ms must be <= think_max_ms, got 900 and 100",
    ]],
    ["phase4", ["users=5", "payment_slots=0"], [
      'Cannot run phase4: payment_slots must be a whole number >= 1 and <= 10000, got "0"',
    ]],
    ["phase5-workers", ["trials=5", "sim_trials=some"], [
      'Cannot run phase5-workers: trials must be pairs of processes x slots, such as 1x5,36x5, got "5"',
      'Cannot run phase5-workers: sim_trials must be pairs of processes x slots, such as 1x5,36x5, or none, got "some"',
    ]],
    ["phase5-workers", ["trials=1x5,8x5"], [
      "Cannot run phase5-workers: trials must not repeat what the other of trials and sim_trials names: 8x5",
    ]],
    ["prefetch", ["policies=eager", "visibility_timeout_s=0"], [
      'Cannot run prefetch: visibility_timeout_s must be a whole number >= 1 and <= 43200, got "0"',
      'Cannot run prefetch: policies must be policies such as ahead,10,original, got "eager"',
    ]],
    ["spike", ["spike_start_s=10", "spike_s=9"], [
      "Cannot run spike: spike_start_s + spike_s must be <= load_s (15), got 19",
    ]],
    ["ramp", ["to_per_s=0", "spacing=odd"], [
      'Cannot run ramp: spacing must be even or poisson, got "odd"',
    ]],
    ["ramp", ["to_per_s=0"], [
      "Cannot run ramp: one of from_per_s and to_per_s must be > 0, got 0 and 0",
    ]],
    ["soak", ["rate_per_s=0"], [
      'Cannot run soak: rate_per_s must be a number > 0 and <= 100000, got "0"',
    ]],
    ["faults", ["shots=0", "trials=cloud"], [
      'Cannot run faults: shots must be a whole number >= 1 and <= 1000, got "0"',
      'Cannot run faults: trials must be targets such as none,worker,api,queue,all, got "cloud"',
    ]],
  ];
  for (const [name, assignments, wanted] of cases) {
    const experiment = catalog.find((candidate) => candidate.name === name)!;
    const { faults } = readSettings(experiment, "quick", assignments);
    assert.deepEqual(faults.map((fault) => faultText(fault).split("\n")[0]), wanted);
  }
});
