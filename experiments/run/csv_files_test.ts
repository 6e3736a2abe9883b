import assert from "node:assert/strict";
import fc from "fast-check";
import { formatCell, headerLine, readTable, rowLines } from "./csv_files.ts";
import { type Column, FINAL_STATES, ordersTable } from "./schema.ts";

const order = {
  trial: "t",
  repetition: 1,
  order_id: "o",
  path: "queue",
  scheduled_at_ms: 0,
  attempts: 0,
  completions: 0,
  final_state: "unsent",
};

Deno.test("formatCell() rounds, keeps what is missing empty, and refuses what does not fit", () => {
  const ms: Column = { name: "at_ms", type: "number", unit: "ms", description: "" };
  const ratio: Column = { name: "ratio", type: "number", unit: "1", description: "", maximum: 1 };
  assert.equal(formatCell(ms, 1.23456), "1.235");
  assert.equal(formatCell(ms, 0), "0");
  assert.equal(formatCell(ms, undefined), "");
  assert.equal(formatCell(ratio, 0.98765432), "0.987654");
  assert.throws(
    () => formatCell(ms, NaN),
    /Cannot write at_ms: it must be a finite number, got NaN/,
  );
  assert.throws(() => formatCell(ratio, 1.5), /it must be <= 1, got 1.5/);
  assert.throws(() => formatCell({ ...ms, required: true }, undefined), /it must have a value/);
});

Deno.test("formatCell() writes milliseconds as their shortest text to the thousandth", () => {
  const ms: Column = { name: "at_ms", type: "number", unit: "ms", description: "" };
  const times = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.integer({ min: -1_000_000, max: 1e12 }).map((n) => n / 1000),
    fc.constantFrom(-0, 0.0004, 0.0005, -0.0004, 0.9996, 1e12 - 0.001, 1e21),
  );
  fc.assert(fc.property(times, (value) => {
    const expected = Number.isInteger(value) ? value : Math.round(value * 1000) / 1000;
    assert.equal(formatCell(ms, value), String(expected));
  }));
});

Deno.test("readTable() gives back what rowLines() wrote", () => {
  const time = fc.option(fc.integer({ min: 0, max: 1e9 }).map((n) => n / 1000), { nil: undefined });
  const row = fc.record({
    trial: fc.string({ minLength: 1 }),
    repetition: fc.integer({ min: 1, max: 9 }),
    order_id: fc.string({ minLength: 1 }),
    path: fc.constantFrom("sync", "queue", "lambda"),
    scheduled_at_ms: time,
    completed_at_ms: time,
    attempts: fc.nat(9),
    completions: fc.nat(9),
    cold_start: fc.option(fc.boolean(), { nil: undefined }),
    final_state: fc.constantFrom(...FINAL_STATES),
  });
  fc.assert(fc.property(fc.array(row), (rows) => {
    const { rows: read, faults } = readTable(
      ordersTable,
      headerLine(ordersTable) + rowLines(ordersTable, rows),
    );
    assert.deepEqual(faults, []);
    read.forEach(({ values }, index) => {
      for (const [name, value] of Object.entries(rows[index]!)) assert.equal(values[name], value);
    });
    assert.equal(read.length, rows.length);
  }));
});

Deno.test("readTable() names file and line of every fault", () => {
  const header = headerLine(ordersTable);
  const lines = rowLines(ordersTable, [order]).trimEnd();
  const cases: [string, string][] = [
    [header + lines.replace("unsent", "gone"), "orders.csv:2: final_state: it must be one of"],
    [header + lines + "\n" + lines.replace("queue", "quick"), "orders.csv:3: path: it must be one"],
    [header + lines.replace("t,1,o", "t,1.5,o"), "orders.csv:2: repetition: it must be a whole"],
    [header + lines.replace("t,1,o", "t,,o"), "orders.csv:2: repetition: it must have a value"],
    [header + lines.replace("t,1,o", "t,1,o,x"), "orders.csv:2: a row must have 15 fields, got 16"],
    ["a,b\n1,2\n", "orders.csv:1: the header must have trial, repetition, order_id, path"],
    [header.replace("trial,", ""), "orders.csv:1: the header must have trial"],
    [
      header.replace("trial,repetition", "repetition,trial"),
      "orders.csv:1: the header must be trial,repetition",
    ],
  ];
  for (const [text, expected] of cases) {
    const { faults } = readTable(ordersTable, text);
    assert.equal(faults.length, 1, text);
    assert.ok(faults[0]!.startsWith(expected), `${faults[0]} should begin with ${expected}`);
  }
});
