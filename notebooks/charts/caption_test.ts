import assert from "node:assert/strict";
import { drawnNote } from "./caption.ts";
import { LOCAL, SIM } from "./examples_for_tests.ts";

Deno.test("a chart of one repetition of several says which", () => {
  assert.deepEqual(drawnNote([LOCAL]), ["Drawn is the repetition with the middle drain"]);
  assert.deepEqual(drawnNote([SIM]), []);
});
