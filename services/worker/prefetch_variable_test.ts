import assert from "node:assert/strict";
import { readEnvironment } from "../environment.ts";
import { prefetchVariable } from "./prefetch_variable.ts";

Deno.test("prefetchVariable by table", () => {
  const read = (text: string | undefined) => {
    const check = readEnvironment({ PREFETCH: prefetchVariable }, () => text);
    return check.ok ? check.values.PREFETCH : check.faults;
  };
  assert.equal(read(undefined), "ahead");
  assert.equal(read("ahead"), "ahead");
  assert.equal(read("original"), "original");
  assert.equal(read("0"), 0);
  assert.equal(read("10000"), 10_000);
  for (const wrong of ["10001", "-1", "1.5", "some"]) {
    assert.deepEqual(read(wrong), [
      `PREFETCH must be ahead, original or an integer from 0 to 10000, got "${wrong}"`,
    ]);
  }
});
