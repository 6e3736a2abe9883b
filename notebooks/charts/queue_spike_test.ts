import assert from "node:assert/strict";
import { queueSpikeExample as example, SIM } from "./examples_for_tests.ts";
import { countMarks } from "./mark_count.ts";
import { queueSpike } from "./queue_spike.ts";
import { renderSvg } from "./render_svg.ts";

const { emptyAtS: _, ...neverEmpty } = example;

Deno.test("queueSpike() draws every point of the ledger and every value of CloudWatch", async () => {
  const chart = queueSpike(example);
  const svg = await renderSvg(chart, { place: "page" });
  assert.equal(countMarks(svg).cloudwatch_values_marks, example.cloudWatch.length);
  const path = /ledger_marks"[^>]*><path [^>]*d="([^"]+)"/.exec(svg)![1]!;
  assert.equal(path.match(/[ML]/g)!.length, example.ledger.length);
});

Deno.test("queueSpike() says whether the drain took as long as predicted", () => {
  assert.equal(
    queueSpike(example).title,
    "The queue peaks at 1,200 orders and is empty 24.0 s after the load ends, as predicted",
  );
  const soon = [{ atS: 0, orders: 0 }, { atS: 12, orders: 1200 }, { atS: 32, orders: 0 }];
  assert.match(
    queueSpike({ ...example, predicted: soon }).title,
    /: 20\.0 % later than predicted$/,
  );
  assert.match(queueSpike({ ...example, predicted: [] }).title, /after the load ends$/);
});

Deno.test("queueSpike() says that a queue was not empty when the data end", () => {
  const { title } = queueSpike({ ...neverEmpty, ledger: example.ledger.slice(0, 40) });
  assert.match(title, /still holds [\d,]+ when the data end/);
});

Deno.test("queueSpike() does without CloudWatch and prediction", () => {
  const chart = queueSpike({ ...example, cloudWatch: [], predicted: [] });
  assert.deepEqual(chart.marks, { ledger_marks: 1 });
  assert.match(chart.alternative, /CloudWatch has no value/);
  assert.doesNotMatch(chart.caption, /CloudWatch/);
});

Deno.test("queueSpike() leaves out what CloudWatch saw before the load", () => {
  const cloudWatch = [{ atS: -3, orders: 40 }, { atS: 5, orders: 500 }];
  assert.equal(queueSpike({ ...example, cloudWatch }).marks.cloudwatch_values_marks, 1);
});

Deno.test("queueSpike() draws a simulation dashed", () => {
  const dashed = (run: typeof example.run) =>
    JSON.stringify(queueSpike({ ...example, run }).spec).includes(`"strokeDash":[6,3]`);
  assert.equal(dashed(example.run), false);
  assert.equal(dashed(SIM), true);
});

Deno.test("queueSpike() refuses a trial without a ledger", () => {
  assert.throws(() => queueSpike({ ...example, ledger: [] }), /slots-5 must have a ledger/);
});
