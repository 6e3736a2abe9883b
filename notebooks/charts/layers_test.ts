import assert from "node:assert/strict";
import { linearAxis } from "./axis.ts";
import { FORMS, frameOf } from "./frame.ts";
import { keyLayers } from "./key.ts";
import { line, points, POINTS_MAX } from "./layers.ts";

const stroke = { colour: "#0072B2" };

Deno.test("line() refuses more points than a chart can show", () => {
  const many = Array.from({ length: POINTS_MAX + 1 }, (_, x) => ({ x, y: 0 }));
  assert.throws(() => line("ledger", many, stroke), /at most 4000 points, got 4001/);
  assert.deepEqual(line("ledger", many.slice(1), stroke).marks, { ledger_marks: 1 });
});

Deno.test("a layer without data has no marks", () => {
  assert.deepEqual(line("ledger", [], stroke).marks, { ledger_marks: 0 });
  assert.deepEqual(points("peak", [], stroke).marks, { peak_marks: 0 });
});

Deno.test("keyLayers() goes to a corner that is free, and is not there for a single line", () => {
  const axis = linearAxis({ title: "orders", values: [10] });
  const frame = frameOf(FORMS.wide, { x: axis, y: axis, height: 300 });
  const lines = ["Ledger", "Predicted"].map((text) => ({ text, stroke }));
  assert.deepEqual(keyLayers(frame, lines.slice(1), []), []);
  const sampleX = (taken: Parameters<typeof keyLayers>[2]) =>
    (keyLayers(frame, lines, taken)[0]!.spec as { data: { values: { x: number }[] } })
      .data.values[0]!.x;
  const right = { left: frame.width / 2, top: 0, right: frame.width, bottom: 300 };
  assert(sampleX([]) > 5);
  assert(sampleX([right]) < 1);
});
