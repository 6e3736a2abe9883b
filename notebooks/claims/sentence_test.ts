import assert from "node:assert/strict";
import { claimOf } from "./claim.ts";
import { claimText } from "./claim_text.ts";
import { sentence, sentenceFormula, sentenceText } from "./sentence.ts";

const source = { kind: "assumption", file: "sentence_test.ts", reason: "an example" } as const;
const rate = claimOf("a.rate", { value: 1.6667, unit: "orders/s", source });
const slots = claimOf("a.slots", { value: 1, unit: "slots", source });

Deno.test("sentence() takes a sentence as a part of another", () => {
  const facts = sentence`${slots} pays ${rate}`;
  const whole = sentence`It is the ceiling: ${facts}.`;
  assert.equal(sentenceText(whole), "It is the ceiling: 1 slot pays 1.67 orders/s.");
  assert.equal(sentenceFormula(whole), "It is the ceiling: {a.slots} pays {a.rate}.");
});

Deno.test("sentence() refuses a digit that no claim stands behind, but in the name of a percentile", () => {
  assert.throws(() => sentence`${slots} pays 2 orders/s`, /got " pays 2 orders\/s"/);
  assert.equal(sentenceText(sentence`p10 to p99`), "p10 to p99");
});

Deno.test("a claim with words of its own is shown in these", () => {
  const published = claimOf("a.b", {
    value: 48.27,
    unit: "orders/s",
    words: "48.27 orders/s",
    source,
  });
  assert.equal(claimText(published), "48.27 orders/s");
});
