import assert from "node:assert/strict";
import { LOCAL, publishedExample as example } from "./examples_for_tests.ts";
import { publishedAgainstMeasured } from "./published_against_measured.ts";

const [accepted, drain, unknown] = example.rows;

Deno.test("publishedAgainstMeasured() counts what is off and names the furthest", () => {
  const { title, marks, alternative } = publishedAgainstMeasured(example);
  assert.equal(
    title,
    "1 of 2 published figures is more than a tenth off; " +
      "furthest drain, 1 loop: published 48.0 min, simulated 139 min",
  );
  assert.equal(marks.published_marks, 3);
  assert.match(alternative, /orders per hour: 5,700 orders published, nothing found/);
});

Deno.test("publishedAgainstMeasured() says so where all holds, or nothing is known", () => {
  assert.match(
    publishedAgainstMeasured({ ...example, rows: [accepted, { ...accepted, label: "b" }] }).title,
    /^Both published figures are within a tenth/,
  );
  assert.match(
    publishedAgainstMeasured({ ...example, rows: [unknown] }).title,
    /^None of the published figures was measured or simulated/,
  );
});

Deno.test("publishedAgainstMeasured() lets targets differ in size, but not one target in itself", () => {
  const runs = [...example.runs, { ...LOCAL, size: "original" as const }];
  assert.throws(
    () => publishedAgainstMeasured({ ...example, runs }),
    /runs of local must have one size/,
  );
});

Deno.test("publishedAgainstMeasured() refuses all that is wrong at once", () => {
  const rows = [{ ...drain, published: 0, found: [{ target: "aws", value: -1 }] }];
  assert.throws(
    () => publishedAgainstMeasured({ ...example, rows }),
    /published must be > 0, got 0 .*found must be > 0, got -1 .*got aws of drain, 1 loop/,
  );
});
