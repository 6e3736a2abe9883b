/** The committed notebooks keep the rules of `kernel/notebook_rules.ts`. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { findNotebooks } from "./kernel/execute_notebooks.ts";
import { brokenRules } from "./kernel/notebook_rules.ts";
import { readNotebook } from "./kernel/read_notebook.ts";

const NOTEBOOKS = await findNotebooks();

Deno.test("the notebooks are those that the report is made of", () => {
  assert.deepEqual(NOTEBOOKS.map((path) => basename(path, ".ipynb")), [
    "1_sync_bottleneck",
    "2_async_acceptance",
    "3_queue_buildup_and_drain",
    "4_worker_scaling",
    "6_cost_and_decision",
    "7_audit_of_published_figures",
    "8_simulation_against_measurement",
  ]);
});

for (const path of NOTEBOOKS) {
  Deno.test(`${basename(path)} is thin, has no outputs, and goes from a question to an answer`, async () => {
    assert.deepEqual(brokenRules(await readNotebook(path)), []);
  });
}
