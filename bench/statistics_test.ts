import assert from "node:assert/strict";
import { significant } from "../experiments/run/format.ts";
import type { Measurement } from "./definition.ts";
import { medianOf, spreadOf, spreadText } from "./statistics.ts";

const all: Measurement[] = [5, 1, 2, 4].map((value, run) => ({
  case: "c",
  subject: run === 3 ? "peer" : "spillway",
  version: "",
  run,
  metric: "m",
  value,
  unit: "s",
}));

Deno.test("spreadOf() takes one subject, case and metric alone", () => {
  const selection = { case: "c", subject: "spillway", metric: "m" };
  assert.deepEqual(spreadOf(all, selection), { median: 2, min: 1, max: 5, runs: 3 });
  assert.equal(medianOf(all, { ...selection, subject: "peer" }), 4);
  assert.equal(medianOf(all, { ...selection, case: "d" }), undefined);
  assert.equal(medianOf(all, { ...selection, metric: "n" }), undefined);
});

Deno.test("spreadText() shows what the runs lie between, unless there is one", () => {
  assert.equal(spreadText({ median: 2, min: 1, max: 5, runs: 3 }, significant), "2.00 (1.00–5.00)");
  assert.equal(spreadText({ median: 2, min: 2, max: 2, runs: 1 }, significant), "2.00");
  assert.equal(spreadText(undefined, significant), "–");
});
