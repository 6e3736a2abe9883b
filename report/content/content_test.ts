import assert from "node:assert/strict";
import { claimOf } from "../../notebooks/claims/claim.ts";
import type { Published } from "../../notebooks/kernel/published.ts";
import { gatherContent } from "./content.ts";

const source = { kind: "assumption", file: "a.md", reason: "a test" } as const;
const drain = (value: number) => claimOf("a.drain", { value, unit: "s", source });

function published(notebook: string, parts: Partial<Published>): Published {
  return { notebook, claims: [], charts: [], tables: [], answers: [], ...parts };
}

Deno.test("gatherContent() takes the same claim from two notebooks, and no other of its id", () => {
  const two = (value: number) =>
    gatherContent([
      published("1_a", { claims: [drain(28)] }),
      published("2_b", { claims: [drain(value)] }),
    ]);
  assert.deepEqual(two(28).faults, []);
  assert.match(two(29).faults.join(), /2_b: a\.drain is published twice/);
});

Deno.test("gatherContent() refuses two answers of one notebook, and two tables of one name", () => {
  const table = (title: string) => ({ id: "t", title, columns: [], rows: [] });
  const { faults } = gatherContent([
    published("1_a", {
      answers: [{ text: "Yes.", claims: [] }, { text: "No.", claims: [] }],
      tables: [table("one"), table("another")],
    }),
  ]);
  assert.equal(faults.length, 2);
});

Deno.test("gatherContent() wants a claim behind every cell, formula and answer", () => {
  const child = claimOf("a.child", {
    value: 2,
    unit: "s",
    source: { kind: "derived", formula: "2 * {a.gone}" },
  });
  const { faults } = gatherContent([
    published("1_a", {
      claims: [child],
      tables: [{ id: "t", title: "t", columns: [{ header: "a" }], rows: [[drain(28)]] }],
      answers: [{ text: "28.0 s", claims: ["a.drain"] }],
    }),
  ]);
  assert.deepEqual(faults, [
    "claim a.child uses claim a.gone, which no notebook publishes",
    "table t uses claim a.drain, which no notebook publishes",
    "the answer of 1_a uses claim a.drain, which no notebook publishes",
  ]);
});
