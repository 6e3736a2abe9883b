import assert from "node:assert/strict";
import { ecdfExample as example, LOCAL, SIM } from "./examples_for_tests.ts";
import { responseEcdf } from "./response_ecdf.ts";

const [sync, queue] = example.paths;

Deno.test("responseEcdf() names the medians", () => {
  assert.equal(
    responseEcdf(example).title,
    "Half of the orders are answered within 390 ms (sync) and 17.4 ms (queue)",
  );
});

Deno.test("responseEcdf() has no median where fewer than half were answered", () => {
  const { medianMs: _, ...few } = { ...sync, answered: [{ ms: 400, share: 0.3 }] };
  const { title, marks } = responseEcdf({ ...example, paths: [few, queue] });
  assert.equal(
    title,
    "Half of the orders are answered within 17.4 ms (queue); " +
      "only 30.0 % of the orders are answered at all (sync)",
  );
  assert.equal(marks.median_2_marks, undefined);
  assert.match(
    responseEcdf({ ...example, paths: [few] }).title,
    /^Only 30\.0 % of the orders are answered at all/,
  );
});

Deno.test("responseEcdf() draws measured and simulated apart, and finds by what was measured", () => {
  const chart = responseEcdf({
    runs: [LOCAL, SIM],
    paths: [{ ...queue, target: "local" }, { ...queue, target: "sim", medianMs: 30 }],
  });
  assert.equal(chart.title, "Half of the orders are answered within 17.4 ms (queue)");
  assert.match(chart.alternative, /queue, measured: .*queue, simulated: /);
  assert.equal(chart.subtitle.endsWith("measured and simulated"), true);
});

Deno.test("responseEcdf() refuses a path without an answer, and a target without a run", () => {
  const paths = [{ ...queue, answered: [] }];
  assert.throws(() => responseEcdf({ ...example, paths }), /got queue without/);
  assert.throws(
    () => responseEcdf({ ...example, paths: [{ ...queue, target: "sim" }] }),
    /one of its runs \(local\), got sim/,
  );
});
