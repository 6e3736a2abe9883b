import assert from "node:assert/strict";
import { runReasons, trialReasons } from "./comparable.ts";
import { testRun, trialPlan } from "./runs_for_tests.ts";

const run = testRun([{}, {}]);

Deno.test("runReasons() names all that keeps two runs apart", () => {
  assert.deepEqual(runReasons(run.manifest, run.manifest), []);
  const other = { ...run.manifest, target: "local", size: "original" as const };
  assert.deepEqual(runReasons(run.manifest, other), [
    "target is sim in A, local in B",
    "size is quick in A, original in B",
  ]);
  const slower = { ...run.manifest.plan, latenciesMs: { "sns.publish": 110 }, metricPeriodS: 60 };
  assert.deepEqual(runReasons(run.manifest, { ...run.manifest, plan: slower }), [
    "metricPeriodS is 1 in A, 60 in B",
    "latenciesMs.sns.publish is absent in A, 110 in B",
  ]);
  const cutOff = { ...run.manifest, state: "running" as const };
  assert.deepEqual(runReasons(cutOff, run.manifest), ["A was cut off before it could end"]);
});

Deno.test("runReasons() of two experiments is that alone", () => {
  const plan = { ...run.manifest.plan, metricPeriodS: 60 };
  assert.deepEqual(runReasons(run.manifest, { ...run.manifest, experiment: "soak", plan }), [
    "experiment is phase5 in A, soak in B",
  ]);
});

Deno.test("trialReasons() names settings that differ, by their path", () => {
  const load = {
    model: "open" as const,
    arrivals: { kind: "constant" as const, ratePerS: 200, durationS: 1 },
  };
  const other = testRun([{}, {}], { trials: [trialPlan({ paymentMs: 250, load })] });
  assert.deepEqual(trialReasons("trial", run, run), []);
  assert.deepEqual(trialReasons("trial", run, other), [
    "paymentMs is 100 in A, 250 in B",
    "load.arrivals.ratePerS is 100 in A, 200 in B",
  ]);
  const far = testRun([{}, {}], {
    trials: [trialPlan({ workers: 2, concurrency: 1, paymentSlots: 1, paymentMs: 1, restS: 1 })],
  });
  assert.deepEqual(trialReasons("trial", run, far).slice(2), [
    "paymentSlots is 5 in A, 1 in B",
    "2 settings more differ",
  ]);
});

Deno.test("trialReasons() names repetitions that did not go all the way", () => {
  const failed = testRun([{ state: "failed", lost: 3 }, { state: "not_drained" }]);
  assert.deepEqual(trialReasons("trial", run, failed), [
    "repetition 1 in B is failed (3 lost)",
    "repetition 2 in B is not_drained",
  ]);
  const interrupted = testRun([{}], { repetitions: 5 });
  assert.deepEqual(trialReasons("trial", interrupted, run), [
    "4 of 5 repetitions were not made in A",
  ]);
});

Deno.test("trialReasons() names the run that has a trial alone", () => {
  const other = testRun([{}, {}], { trials: [trialPlan({ trial: "other" })] });
  assert.deepEqual(trialReasons("trial", run, other), ["only A has it"]);
  assert.deepEqual(trialReasons("other", run, other), ["only B has it"]);
});
