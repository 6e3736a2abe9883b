import assert from "node:assert/strict";
import fc from "fast-check";
import { isoTime } from "./iso_time.ts";

Deno.test("isoTime() is what Date prints, from 1970 to 9999", () => {
  const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  for (
    const iso of [
      "1970-01-01T00:00:00.000Z",
      "2000-02-29T23:59:59.999Z",
      "2100-03-01T00:00:00.000Z",
    ]
  ) {
    assert.equal(isoTime(Date.parse(iso)), iso);
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: lastMs }), (epochMs) => {
      assert.equal(isoTime(epochMs), new Date(epochMs).toISOString());
    }),
    { numRuns: 1000 },
  );
});
