import assert from "node:assert/strict";
import { flashSaleExample as example, LOCAL, SIM, spike } from "./examples_for_tests.ts";
import { flashSaleBacklog } from "./flash_sale_backlog.ts";

const [sync, queue] = example.paths;

Deno.test("flashSaleBacklog() says what each path accepts and when it is paid", () => {
  assert.equal(
    flashSaleBacklog(example).title,
    "Sync accepts 101 orders; queue 1,252, paid 23.3 s after the load ends",
  );
});

Deno.test("flashSaleBacklog() draws functions only where they were run", () => {
  const lambda = { ...queue, path: "lambda", backlog: spike(60, 2, 4), emptyAtS: 4 } as const;
  const chart = flashSaleBacklog({ ...example, paths: [sync, queue, lambda] });
  assert.match(chart.title, /; lambda 1,252, paid 2\.00 s after$/);
  assert.deepEqual(chart.marks, { sync_marks: 1, queue_marks: 1, lambda_marks: 1 });
  assert.deepEqual(flashSaleBacklog(example).marks, { sync_marks: 1, queue_marks: 1 });
});

Deno.test("flashSaleBacklog() says what is unpaid when the data end", () => {
  const { emptyAtS: _, ...stuck } = { ...queue, backlog: queue.backlog.slice(0, 31) };
  const { title } = flashSaleBacklog({ ...example, paths: [stuck] });
  assert.match(title, /^Queue accepts 1,252 orders, [\d,]+ unpaid when the data end$/);
});

Deno.test("flashSaleBacklog() refuses paths of several targets that name none, and none at all", () => {
  assert.throws(() => flashSaleBacklog({ ...example, runs: [LOCAL, SIM] }), /must name the target/);
  assert.throws(() => flashSaleBacklog({ ...example, paths: [] }), /got no path/);
});
