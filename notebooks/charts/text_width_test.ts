import assert from "node:assert/strict";
import fc from "fast-check";
import { textWidth, wrapText } from "./text_width.ts";

Deno.test("textWidth() grows with size, weight and text", () => {
  assert(textWidth("orders", 13) > textWidth("orders", 12));
  assert(textWidth("orders", 12, true) > textWidth("orders", 12));
  assert(textWidth("mmm", 12) > textWidth("iii", 12));
  assert.equal(textWidth("", 12), 0);
});

Deno.test("wrapText() loses nothing, and breaks where the next word would not fit", () => {
  const text = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 1 })
    .map((words) => words.filter((word) => !/^(s|ms|h|min)$/.test(word)).join(" "));
  fc.assert(fc.property(text, (words) => {
    const lines = wrapText(words, 100, 12);
    assert.equal(lines.join(" "), words);
    for (const line of lines) assert(textWidth(line, 12) <= 100 || !line.includes(" "));
  }));
});

Deno.test("wrapText() keeps a number and its unit together", () => {
  assert.deepEqual(wrapText("off by 31.6 % here", 60, 12), ["off by", "31.6 %", "here"]);
  assert.deepEqual(wrapText("in 23.3 s.", 30, 12), ["in", "23.3 s."]);
});
