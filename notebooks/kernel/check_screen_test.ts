import assert from "node:assert/strict";
import type { CheckResult } from "./check.ts";
import { checkJson, checkProgress, checkScreen } from "./check_screen.ts";

const published = { notebook: "1_wait", claims: [], charts: [], tables: [], answers: [] };
const RESULT: CheckResult = {
  notebooks: [{ notebook: "1_wait", published, faults: [], durationS: 1.5 }],
  claims: [],
  faults: [],
  onlyClaims: false,
  updated: false,
};

Deno.test("checkScreen() ends with a verdict, and says what to do about claims alone", () => {
  assert.equal(
    checkScreen(RESULT, 2),
    [
      "  notebook  claims  charts  tables    took",
      "  1_wait         0       0       0  1.50 s",
      "",
      "1 notebook in 2.00 s · 0 claims as in claims.json",
    ].join("\n"),
  );
  assert.match(checkScreen({ ...RESULT, updated: true }, 2), /0 claims written to claims\.json$/);
  const wrong = checkScreen({ ...RESULT, faults: ["a.b differs"], onlyClaims: true }, 2);
  assert.match(
    wrong,
    /\n {2}a\.b differs\n {4}if that is meant: deno task notebook --check --update\n/,
  );
  assert.match(wrong, / · 1 wrong$/);
  const failed = checkScreen({ ...RESULT, faults: ["1_wait: cell 2: Error: a\nb"] }, 2);
  assert.match(failed, /\n {2}1_wait: cell 2: Error: a\n {4}b\n\n1 notebook/);
});

Deno.test("checkJson() says whether all is well, and why not", () => {
  const { ok, notebooks } = JSON.parse(checkJson(RESULT));
  assert.equal(ok, true);
  assert.deepEqual(notebooks, [{
    notebook: "1_wait",
    duration_s: 1.5,
    claims: 0,
    charts: 0,
    tables: 0,
    answer: null,
    faults: [],
  }]);
  assert.equal(JSON.parse(checkJson({ ...RESULT, faults: ["x"] })).ok, false);
});

Deno.test("checkProgress() leaves out the cells after an error, and knows no end before a cell", () => {
  let nowS = 0;
  const progress = checkProgress(() => nowS);
  progress.update({ notebook: "a", state: "waiting", done: 0, cells: 4 });
  progress.update({ notebook: "b", state: "running", done: 0, cells: 6 });
  assert.equal(progress.words(), "0 of 10 cells: b");
  nowS = 2;
  progress.update({ notebook: "a", state: "failed", done: 2, cells: 4 });
  assert.equal(progress.words(), "2 of 8 cells, 6 s left: b");
  progress.update({ notebook: "b", state: "done", done: 6, cells: 6 });
  assert.equal(progress.words(), "8 of 8 cells");
});
