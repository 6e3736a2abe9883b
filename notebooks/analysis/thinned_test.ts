import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { thinnedPoints } from "./thinned.ts";

const curves = fc.record({
  values: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 }),
  pointsMax: fc.integer({ min: 4, max: 210 }),
});

Deno.test("thinnedPoints() keeps start, end, lowest and highest, in time, and all of few points", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    await fc.assert(fc.asyncProperty(curves, async ({ values, pointsMax }) => {
      const rows = values.map((value, index) => `(${index * 10}, ${index + 1}, ${value})`);
      const curve = `(VALUES ${rows.join(", ")}) AS curve(at_ms, place, height)`;
      const query = `WITH curve AS (FROM ${curve}) ${thinnedPoints("curve", "height", pointsMax)}`;
      const kept = (await connection.runAndReadAll(query)).getRowObjectsJS().map((row) => ({
        atMs: Number(row.at_ms),
        height: Number(row.height),
      }));
      assert.ok(kept.length <= pointsMax);
      assert.ok(kept.every(({ atMs }, at) => at === 0 || atMs > kept[at - 1]!.atMs));
      assert.ok(kept.every(({ atMs, height }) => values[atMs / 10] === height));
      const heights = kept.map(({ height }) => height);
      assert.equal(Math.max(...heights), Math.max(...values));
      assert.equal(Math.min(...heights), Math.min(...values));
      assert.deepEqual([heights[0], heights.at(-1)], [values[0], values.at(-1)]);
      if (values.length <= pointsMax) assert.deepEqual(heights, values);
    }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});

Deno.test("thinnedPoints() says how few points are too few", () => {
  assert.throws(() => thinnedPoints("curve", "height", 3), /from 4 on, got 3/);
});
