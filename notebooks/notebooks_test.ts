/** The committed notebooks keep the rules of `kernel/notebook_rules.ts`. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { findNotebooks } from "./kernel/execute_notebooks.ts";
import { brokenRules } from "./kernel/notebook_rules.ts";
import { readNotebook } from "./kernel/read_notebook.ts";

for (const path of await findNotebooks()) {
  Deno.test(`${basename(path)} is thin, has no outputs, and goes from a question to an answer`, async () => {
    assert.deepEqual(brokenRules(await readNotebook(path)), []);
  });
}
