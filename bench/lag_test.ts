import assert from "node:assert/strict";
import fc from "fast-check";
import { arrivalLag } from "./lag.ts";

Deno.test("arrivalLag() finds the delays that a schedule was given, but for its start", () => {
  const delays = fc.array(fc.nat({ max: 50 }), { minLength: 1 }).map((all) => [...all, 0]);
  fc.assert(fc.property(delays, fc.nat(), (all, startMs) => {
    // A period above the largest delay keeps arrivals in order.
    const lag = arrivalLag(all.map((delay, index) => startMs + index * 100 + delay), 10);
    assert.equal(lag.maxMs, Math.max(...all));
    assert.equal(lag.arrived, all.length);
  }));
});

Deno.test("arrivalLag() of nothing is nothing", () => {
  assert.deepEqual(arrivalLag([], 10), { arrived: 0, p50Ms: 0, p99Ms: 0, maxMs: 0 });
});
