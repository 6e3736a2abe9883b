import assert from "node:assert/strict";
import { htmlFaults, literalFaults } from "./literals.ts";

const GOOD = [
  "Drain is set by {{phase5.drain}}, at p99 too.",
  "Under `phase5` and phase5-workers, Q1 and Q6, printed on A4.",
  "Type `deno task experiment phase5 --seed 1`.",
  "```\n28.2 s\n```",
  "~~~\n28.2 s\n~~~",
  "1. The first of a list\n2. the second",
  "See [the service's limits](https://example.org/2026/limits.html).",
  "One queue, two paths, three targets, paid twice.",
  "Cost per thousand orders, cost per million orders.",
  "Twenty workers and five slots were planned.",
];

const BAD: readonly (readonly [text: string, typed: string])[] = [
  ["It took 28.2 s.", "28.2"],
  ["It took `28.2 s`.", "`28.2"],
  ["It took ``~ 28 s``.", "28"],
  ["A share of 97 % is lost.", "97"],
  ["It costs $0.42 a month.", "$0.42"],
  ["The p99 is 40ms.", "40ms."],
  ["With n=5 it holds.", "n=5"],
  ["phase9 took long.", "phase9"],
  ["phase5.2 took long.", ".2"],
  ["Q7 is not asked.", "Q7"],
  ["½ of all orders", "½"],
  ["٣ orders", "٣"],
  ["About 1. of a list", "1."],
  ["### 48 times more", "48"],
  ["[48 times](a.md)", "[48"],
  ["Thirty times more orders are accepted.", "Thirty times"],
  ["It drains in two minutes.", "two minutes"],
  ["It drains in half a minute.", "half a minute"],
  ["Ninety-seven percent of all", "seven percent"],
  ["Thousands of orders are lost.", "Thousands of orders"],
];

for (const text of GOOD) {
  Deno.test(`literalFaults() allows ${JSON.stringify(text)}`, () => {
    assert.deepEqual(literalFaults(text), []);
  });
}

for (const [text, typed] of BAD) {
  Deno.test(`literalFaults() refuses ${JSON.stringify(text)}`, () => {
    const [fault, ...others] = literalFaults(`A line before.\n${text}`);
    assert.equal(fault?.line, 2);
    assert.ok(fault.text.startsWith(JSON.stringify(typed).slice(0, -1)), fault.text);
    assert.deepEqual(others.map(({ line }) => line), others.map(() => 2));
  });
}

Deno.test("htmlFaults() refuses HTML and allows comparisons and code", () => {
  assert.deepEqual(htmlFaults("a < b, a <= c, `<b>`, &lt;b&gt;"), []);
  assert.deepEqual(htmlFaults("a\n<b>x</b>\n<!-- x -->").map(({ line }) => line), [2, 3]);
});
