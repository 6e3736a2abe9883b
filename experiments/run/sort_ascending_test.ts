import assert from "node:assert/strict";
import fc from "fast-check";
import { sortAscending } from "./sort_ascending.ts";

const times = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: 0, max: 50 }),
  fc.double({ noNaN: true, min: 1e12, max: 1e12 + 1 }),
);
/** Long enough for many bins, and for bins of many values. */
const columns = fc.array(times, { maxLength: 2_000, size: "max" });

Deno.test("sortAscending() sorts as Float64Array does", () => {
  fc.assert(fc.property(columns, (values) => {
    const wanted = Float64Array.from(values).sort();
    // Of -0 and 0, which are equal, either may be first.
    assert.ok(sortAscending(Float64Array.from(values)).every((value, at) => value === wanted[at]));
  }));
});

Deno.test("sortAscending() sorts where a bin holds nearly all values, and where there is one value", () => {
  const values = Float64Array.from(
    { length: 5_000 },
    (_, at) => at === 0 ? 1e9 : (at * 7919) % 5_003,
  );
  assert.deepEqual(sortAscending(values.slice()), values.slice().sort());
  assert.deepEqual(sortAscending(new Float64Array(100).fill(7)), new Float64Array(100).fill(7));
  assert.deepEqual(sortAscending(new Float64Array()), new Float64Array());
  values[2_500] = NaN;
  assert.deepEqual(sortAscending(values.slice()), values.slice().sort());
});
