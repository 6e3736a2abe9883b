import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearest, suggestion } from "./suggest.ts";

Deno.test("editDistance() is a count of edits", () => {
  const cases: [string, string, number][] = [
    ["", "", 0],
    ["", "abc", 3],
    ["abc", "", 3],
    ["kitten", "sitting", 3],
    ["--paymnt-ms", "--payment-ms", 1],
    ["--wrokers", "--workers", 1],
  ];
  for (const [a, b, expected] of cases) assert.equal(editDistance(a, b), expected, `${a} ${b}`);
});

Deno.test("editDistance() is symmetric, zero only on equality, at most the longer length", () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => {
    const distance = editDistance(a, b);
    assert.equal(distance, editDistance(b, a));
    assert.equal(distance === 0, a === b);
    assert.ok(distance <= Math.max(a.length, b.length));
    assert.ok(distance >= Math.abs(a.length - b.length));
  }));
});

Deno.test("nearest() puts the likeliest name first and leaves far ones out", () => {
  const names = ["concurrency", "payment_slots", "workers", "visibility_timeout_s"];
  assert.deepEqual(nearest("concurency", names), ["concurrency"]);
  assert.deepEqual(nearest("CONCURRENCY", names), ["concurrency"]);
  assert.deepEqual(nearest("visibility", names), ["visibility_timeout_s"]);
  assert.deepEqual(nearest("zzz", names), []);
  assert.deepEqual(nearest("ab", ["cd"]), []);
});

Deno.test("nearest() returns at most max names", () => {
  assert.deepEqual(nearest("phase", ["phase1", "phase2", "phase3", "phase4"], 2), [
    "phase1",
    "phase2",
  ]);
});

Deno.test("suggestion() names the nearest, else everything there is", () => {
  assert.equal(suggestion("phase", ["phase3", "phase5"]), "did you mean phase3 or phase5?");
  assert.equal(suggestion("q", ["local", "sim"]), "one of local, sim");
});
