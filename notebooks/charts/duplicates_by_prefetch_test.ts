import assert from "node:assert/strict";
import { duplicatesByPrefetch } from "./duplicates_by_prefetch.ts";
import { duplicatesExample as example, LOCAL, SIM } from "./examples_for_tests.ts";

Deno.test("duplicatesByPrefetch() says which policy pays twice, and which none", () => {
  const { title, marks } = duplicatesByPrefetch(example);
  assert.equal(
    title,
    "Prefetch original pays 29.0 % of the orders more than once, prefetch ahead and 10 none",
  );
  assert.deepEqual(marks, { share_measured_marks: 1, none_measured_marks: 2 });
});

Deno.test("duplicatesByPrefetch() does not accuse a policy that paid nothing twice", () => {
  const rows = example.rows.map((row) => ({ ...row, duplicated: 0 }));
  const { title, marks } = duplicatesByPrefetch({ ...example, rows });
  assert.equal(title, "No order is paid twice under any of the policies");
  assert.equal(marks.none_measured_marks, 3);
});

Deno.test("duplicatesByPrefetch() draws simulated bars hollow", () => {
  const rows = [
    { prefetch: "original", completed: 300, duplicated: 87, target: "sim" },
    { prefetch: "original", completed: 300, duplicated: 96, target: "local" },
  ];
  const chart = duplicatesByPrefetch({ ...example, runs: [LOCAL, SIM], rows });
  assert.equal(chart.title, "Prefetch original pays 32.0 % of the orders more than once");
  assert.equal(chart.marks.share_simulated_marks, 1);
  assert.equal(chart.marks.share_measured_marks, 1);
  assert.match(JSON.stringify(chart.spec), /"strokeDash":\[4,3\]/);
});

Deno.test("duplicatesByPrefetch() refuses a trial that completed nothing", () => {
  const rows = [{ prefetch: "10", completed: 0, duplicated: 0 }];
  assert.throws(() => duplicatesByPrefetch({ ...example, rows }), /got 10 without/);
  assert.throws(() => duplicatesByPrefetch({ ...example, rows: [] }), /got no row/);
});
