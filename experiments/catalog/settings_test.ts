import assert from "node:assert/strict";
import { faultText } from "../cli/fail.ts";
import { catalog } from "./catalog.ts";
import { phase5 } from "./phase5.ts";
import { spike } from "./spike.ts";
import { metricPeriodS, readSettings } from "./settings.ts";
import { SIZES } from "./definition.ts";

Deno.test("every experiment's sizes are valid settings and make trials", () => {
  for (const experiment of catalog) {
    for (const size of SIZES) {
      const { settings, faults } = readSettings(experiment, size, []);
      assert.deepEqual(faults, []);
      const { trials } = experiment.plan(settings);
      assert.ok(trials.length > 0);
      assert.ok(trials.every(({ trial }) => /[a-z]/.test(trial)));
      assert.equal(new Set(trials.map(({ trial }) => trial)).size, trials.length);
    }
  }
});

Deno.test("readSettings() takes numbers and words", () => {
  const { settings, faults } = readSettings(phase5, "quick", [
    "payment_ms=2.5e2",
    "prefetch=original",
    "trials=8x8,8x4",
  ]);
  assert.deepEqual(faults, []);
  assert.equal(settings.payment_ms, 250);
  assert.equal(settings.prefetch, "original");
  assert.deepEqual(phase5.plan(settings).trials.map(({ trial }) => trial), [
    "concurrency-8",
    "concurrency-8-slots-4",
  ]);
});

Deno.test("readSettings() names every fault at once", () => {
  const { faults } = readSettings(phase5, "quick", [
    "payment_ms=-5",
    "rate_per_s=NaN",
    "visibility_timeout_s=1.5",
    "prefetch=sometimes",
    "trials=20by5",
    "load_model=",
  ]);
  assert.deepEqual(faults.map(faultText), [
    'Cannot run phase5: payment_ms must be a number >= 1 and <= 600000, got "-5"',
    'Cannot run phase5: visibility_timeout_s must be a whole number >= 1 and <= 43200, got "1.5"',
    'Cannot run phase5: prefetch must be ahead, original or a whole number from 0 to 10,000, got "sometimes"',
    'Cannot run phase5: load_model must be open or closed, got ""',
    'Cannot run phase5: rate_per_s must be a number > 0 and <= 100000, got "NaN"',
    'Cannot run phase5: trials must be pairs of loops x slots, such as 20x5,100x100, got "20by5"',
  ]);
});

Deno.test("readSettings() suggests the nearest name, and refuses what is given twice", () => {
  const { faults } = readSettings(phase5, "quick", ["paymentms=5", "=5", "load_s=1", "load_s=2"]);
  assert.deepEqual(faults.map(faultText), [
    "Cannot run phase5: phase5 has no setting paymentms\n  did you mean payment_ms?",
    'Cannot run phase5: --set takes key=value, got "=5"',
    'Cannot run phase5: --set load_s must be given once, got "load_s=2"',
  ]);
});

Deno.test("readSettings() names contradictions, all at once", () => {
  const { faults } = readSettings(phase5, "quick", ["users=5", "think_min_ms=900"]);
  assert.deepEqual(faults.map(({ rule }) => rule), [
    "users goes with load_model=closed, but load_model is open",
    "think_min_ms goes with load_model=closed, but load_model is open",
    `think_min_ms must be <= think_max_ms, got 900 and ${500 / 30}`,
  ]);
});

Deno.test("readSettings() reads the files that settings name, and says where they are wrong", async () => {
  const file = await Deno.makeTempFile({ suffix: ".csv" });
  const ruleOf = (setting: string) =>
    readSettings(spike, "quick", [setting]).faults.map(({ rule }) => rule.replaceAll(file, "F"));
  try {
    await Deno.writeTextFile(file, "at_ms\n0\n5\n3\nsoon\n");
    assert.deepEqual(ruleOf(`arrivals_csv=${file}`), [
      "arrivals_csv must be none or a file of arrival times " +
      "(F:4: at_ms must be >= the time before it (5), got 3; " +
      'F:5: at_ms must be a finite number >= 0, got "soon")',
    ]);
    assert.match(ruleOf("arrivals_csv=/no/such.csv")[0]!, /times \(\/no\/such\.csv: No such file/);
    await Deno.writeTextFile(file, "payment_ms\n5\n0\n");
    const models = "constant, exponential, lognormal:P99/P50, empirical:FILE";
    assert.deepEqual(ruleOf(`payment_model=empirical:${file}`), [
      `payment_model must be one of ${models} (F:3: payment_ms must be > 0, got 0)`,
    ]);
    assert.deepEqual(ruleOf("payment_model=normal"), [
      `payment_model must be one of ${models} (there is no model normal)`,
    ]);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("metricPeriodS() is the nearest that CloudWatch allows", () => {
  const cases: [number, number][] = [[1, 60], [2, 30], [6, 10], [10, 5], [30, 1], [100, 1], [
    0.5,
    60,
  ]];
  for (const [factor, period] of cases) assert.equal(metricPeriodS(factor), period);
});
