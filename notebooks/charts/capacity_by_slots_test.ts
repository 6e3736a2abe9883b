import assert from "node:assert/strict";
import { capacityBySlots } from "./capacity_by_slots.ts";
import { capacityExample as example, LOCAL, SIM } from "./examples_for_tests.ts";

Deno.test("capacityBySlots() compares most with fewest slots, and with the prediction", () => {
  const rows = example.rows.slice(1);
  assert.equal(
    capacityBySlots({ ...example, rows }).title,
    "10 slots answer 1.98 times as many orders as 5 slots, as predicted",
  );
  assert.equal(
    capacityBySlots({ ...example, rows, predicted: [] }).title,
    "10 slots answer 1.98 times as many orders as 5 slots",
  );
});

Deno.test("capacityBySlots() says where the prediction is missed", () => {
  assert.equal(
    capacityBySlots(example).title,
    "10 slots answer 9.50 times as many orders as 1 slot; 1 slot: 5.3 % more than predicted",
  );
  const rows = [{ slots: 5, answered: 80 }];
  assert.equal(
    capacityBySlots({ ...example, rows }).title,
    "5 slots answer 80 orders; that is 15.8 % fewer than predicted",
  );
});

Deno.test("capacityBySlots() draws a row without any answer", () => {
  const rows = [{ slots: 1, answered: 0 }, { slots: 100, answered: 400 }];
  const { title, marks } = capacityBySlots({ ...example, rows, predicted: [] });
  assert.equal(title, "100 slots answer 400 orders");
  assert.deepEqual(marks, { measured_marks: 2 });
});

Deno.test("capacityBySlots() refuses no row, and rows of several targets that name none", () => {
  assert.throws(() => capacityBySlots({ ...example, rows: [] }), /got none/);
  assert.throws(() => capacityBySlots({ ...example, runs: [LOCAL, SIM] }), /must name the target/);
});
