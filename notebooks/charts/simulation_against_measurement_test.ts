import assert from "node:assert/strict";
import { LOCAL, SIM, simulationExample as example } from "./examples_for_tests.ts";
import { simulationAgainstMeasurement } from "./simulation_against_measurement.ts";

const [row] = example.rows;

Deno.test("simulationAgainstMeasurement() says how near the simulation comes", () => {
  assert.equal(
    simulationAgainstMeasurement(example).title,
    "Simulated drain time is within 2.3 % of the measured in both trials",
  );
  assert.equal(
    simulationAgainstMeasurement({ ...example, rows: [row] }).title,
    "Simulated drain time is within 0.7 % of the measured in the one trial",
  );
});

Deno.test("simulationAgainstMeasurement() says where it is far off", () => {
  const rows = [row, { ...row, label: "5 loops", simulated: { value: 50 } }];
  assert.equal(
    simulationAgainstMeasurement({ ...example, rows }).title,
    "Simulated drain time is off by up to × 0.345 (5 loops)",
  );
});

Deno.test("simulationAgainstMeasurement() draws intervals only where there are any", () => {
  assert.equal(simulationAgainstMeasurement(example).marks.intervals_marks, 1);
  const rows = [{ ...row, measured: { value: 145 } }];
  const chart = simulationAgainstMeasurement({ ...example, rows });
  assert.equal(chart.marks.intervals_marks, undefined);
  assert.doesNotMatch(chart.subtitle, /interval/);
});

Deno.test("simulationAgainstMeasurement() refuses all that is wrong at once", () => {
  const rows = [{ ...row, simulated: { value: 0 } }];
  assert.throws(
    () => simulationAgainstMeasurement({ ...example, runs: [LOCAL], rows }),
    /a run must be simulated, got none; values must be > 0, got 145 and 0 of 1 loop/,
  );
  assert.throws(
    () => simulationAgainstMeasurement({ ...example, runs: [LOCAL, { ...SIM, size: "original" }] }),
    /one size and one time factor/,
  );
});
