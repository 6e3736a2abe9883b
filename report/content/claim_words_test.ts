import assert from "node:assert/strict";
import type { Interval } from "../../notebooks/analysis/figure.ts";
import { claimOf } from "../../notebooks/claims/claim.ts";
import { answerParts, claimWords, intervalFact } from "./claim_words.ts";

const source = { kind: "derived", formula: "{a.b}" } as const;

const WORDS: readonly (readonly [
  value: number,
  unit: string,
  interval: Interval,
  value: string,
  interval: string,
])[] = [
  [2888, "orders", [2880, 2890], "2,888", "2,880 to 2,890 orders"],
  [1, "processes", [1, 2], "1", "1 process to 2 processes"],
  [30.4, "times", [29.9, 31.2], "30.4", "29.9 to 31.2 times"],
  [28.2, "s", [28.1, 28.4], "28.2 s", "28.1 to 28.4 s"],
  [600, "s", [590, 620], "10.0 min", "590 s to 10.3 min"],
  [0.975, "share", [0.97, 0.98], "97.5 %", "97.0 to 98.0 %"],
  [0.025, "USD/1,000 orders", [0.024, 0.026], "$0.0250", "$0.0240 to $0.0260/1,000 orders"],
  [4.5, "USD", [4, 5], "$4.50", "$4.00 to $5.00"],
];

for (const [value, unit, interval, number, range] of WORDS) {
  Deno.test(`claimWords() of ${value} ${unit}`, () => {
    const claim = claimOf("a.b", { value, unit, interval, source });
    assert.equal(claimWords(claim, "value"), number);
    assert.equal(claimWords(claim, "interval"), range);
  });
}

Deno.test("no interval is invented", () => {
  const claim = claimOf("a.b", { value: 28, unit: "s", source });
  assert.equal(claimWords(claim, "interval"), "no interval");
  assert.equal(intervalFact(claim)[0]!.text, "none: the data allow none");
  const verdict = claimOf("a.b", { value: "holds", unit: "verdict", source });
  assert.deepEqual(intervalFact(verdict), []);
});

Deno.test("answerParts() cuts an answer at its claims, the same twice too", () => {
  const claim = claimOf("a.b", { value: 28, unit: "s", source });
  const claims = new Map([["a.b", claim]]);
  const parts = answerParts({ text: "Now 28.0 s, then 28.0 s.", claims: ["a.b", "a.b"] }, claims);
  assert.deepEqual(parts, ["Now ", "a.b", ", then ", "a.b", "."]);
  assert.throws(() => answerParts({ text: "Now 29 s.", claims: ["a.b"] }, claims), /28\.0 s/);
});
