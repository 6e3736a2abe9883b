import assert from "node:assert/strict";
import { LOCAL, scalingExample as example, SIM } from "./examples_for_tests.ts";
import { scaling } from "./scaling.ts";

Deno.test("scaling() says that loops beyond the slots pay nothing faster, if they do not", () => {
  assert.equal(scaling(example).title, "20 loops behind 5 slots pay orders no faster than 5 loops");
});

Deno.test("scaling() does not say so of data that contradict it", () => {
  const rows = example.rows.map((row) =>
    row.loops > row.slots ? { ...row, ratePerS: 2 * row.ratePerS } : row
  );
  assert.equal(
    scaling({ ...example, rows }).title,
    "3 of 4 trials reach the ceiling of min(loops, slots); 20 loops, 5 slots: 99.2 % above it",
  );
});

Deno.test("scaling() speaks of the ceiling where no trial has more loops than slots", () => {
  const rows = example.rows.filter(({ loops, slots }) => loops === slots);
  assert.equal(
    scaling({ ...example, rows }).title,
    "Throughput is set by min(loops, slots): within 1.0 % of it in all 3 trials",
  );
  assert.match(scaling({ ...example, rows: rows.slice(0, 1) }).title, /in the one trial$/);
});

Deno.test("scaling() takes its finding from what was measured, where anything was", () => {
  const measured = example.rows.map((row) => ({ ...row, target: "local" }));
  const simulated = example.rows.map((row) => ({
    ...row,
    target: "sim",
    ratePerS: row.ratePerS / 2,
  }));
  const chart = scaling({ ...example, runs: [LOCAL, SIM], rows: [...measured, ...simulated] });
  assert.equal(chart.title, scaling(example).title);
  assert.equal(chart.marks.measured_marks, 4);
  assert.equal(chart.marks.simulated_marks, 4);
});

Deno.test("scaling() draws a ceiling for each number of slots that caps loops", () => {
  const { marks } = scaling(example);
  assert.equal(marks.ceiling_1_marks, 1);
  assert.equal(marks.ceiling_2_marks, 1);
  assert.equal(marks.ceiling_3_marks, undefined);
  assert.equal(marks.intervals_marks, 1);
});

Deno.test("scaling() refuses a trial that paid nothing, and none at all", () => {
  const rows = [{ loops: 5, slots: 5, ratePerS: 0 }];
  assert.throws(() => scaling({ ...example, rows }), /rate > 0, got 0 of 5 loops/);
  assert.throws(() => scaling({ ...example, rows: [] }), /got no row/);
});

Deno.test("scaling() draws the fit beside each ceiling, and says how close it is", () => {
  const fitted = scaling({ ...example, fit: { share: 0.981, interval: [0.975, 0.986] } });
  assert.equal(fitted.marks.fit_1_marks, 1);
  assert.equal(fitted.marks.fit_2_marks, 1);
  assert.equal(scaling(example).marks.fit_1_marks, undefined);
  assert.match(
    fitted.alternative,
    /Fitted: 98\.1 % of the ceiling \(95 %: 97\.5 % to 98\.6 %\)\.$/,
  );
  const few = scaling({ ...example, fit: { share: 0.981 } });
  assert.match(few.alternative, /Fitted: 98\.1 % of the ceiling\.$/);
});
