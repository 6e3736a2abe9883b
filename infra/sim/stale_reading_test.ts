import assert from "node:assert/strict";
import { createSeededRandom } from "../../services/orders/seeded_random.ts";
import { createStaleReading } from "./stale_reading.ts";

Deno.test("createStaleReading() is never older than it may be, but older than now", () => {
  let nowMs = 0;
  const read = createStaleReading(() => nowMs, 60_000, { now: () => nowMs }, createSeededRandom(1));
  const agesMs: number[] = [];
  for (; nowMs < 3_600_000; nowMs += 100) agesMs.push(nowMs - read());
  assert.ok(Math.max(...agesMs) <= 60_000, `${Math.max(...agesMs)} ms old`);
  assert.ok(Math.max(...agesMs) > 30_000, `at most ${Math.max(...agesMs)} ms old`);
});

Deno.test("createStaleReading() of age 0 reads every time", () => {
  let value = 0;
  const read = createStaleReading(() => ++value, 0, { now: () => 0 }, createSeededRandom(1));
  assert.deepEqual([read(), read()], [1, 2]);
});
