import assert from "node:assert/strict";
import { countMarks } from "./mark_count.ts";

Deno.test("countMarks() adds up groups of one name, and leaves unnamed layers out", () => {
  const svg = `<svg viewBox="0 0 1 1"><title id="a">x</title>
    <g class="mark-line role-mark ledger_marks"><path d="M0,0L1,1" stroke="#000"/></g>
    <g class="mark-line role-mark ledger_marks"><path d="M0,0L1,1"></path></g>
    <g class="mark-text role-mark layer_2_marks"><text>one</text></g>
    <g class="mark-symbol role-mark none_marks"></g></svg>`;
  assert.deepEqual(countMarks(svg), { ledger_marks: 2, none_marks: 0 });
});
