import assert from "node:assert/strict";
import fc from "fast-check";
import {
  BATCH_BYTES_MAX,
  BATCH_EVENTS_MAX,
  BATCH_SPAN_MS_MAX,
  EVENT_OVERHEAD_BYTES,
  lineTimestamp,
  takeBatch,
} from "./log_batch.ts";

const NOW = 1_700_000_000_000;
const line = (timestamp: number, message = "x", bytes = message.length) => ({
  timestamp,
  message,
  bytes,
});

Deno.test("lineTimestamp() is the event's own time, else the arrival", () => {
  const cases: [string, number][] = [
    [`{"at_ms":${NOW - 5}}`, NOW - 5],
    [`{"event":"x","at_ms": ${NOW - 5}.75,"b":1}`, NOW - 5],
    [`{"event":"x"}`, NOW],
    [`text "at_ms":${NOW - 5}`, NOW],
    [`{"reason":"it said \\"at_ms\\":1699999999000"}`, NOW],
    [`{"at_ms":12}`, NOW],
    [`{"at_ms":${NOW + 3 * 3_600_000}}`, NOW],
    [`{"at_ms":null}`, NOW],
  ];
  for (const [text, expected] of cases) {
    assert.equal(lineTimestamp(text, NOW + 0.9), expected, text);
  }
});

Deno.test("takeBatch() sorts by time and keeps the order of equal times", () => {
  const batch = takeBatch([line(2, "a"), line(1, "b"), line(2, "c"), line(1, "d")]);
  assert.deepEqual(batch.map(({ message }) => message), ["b", "d", "a", "c"]);
});

Deno.test("takeBatch() stops at the limits of one call", () => {
  const many = Array.from({ length: BATCH_EVENTS_MAX + 1 }, () => line(NOW));
  assert.equal(takeBatch(many).length, BATCH_EVENTS_MAX);
  const half = BATCH_BYTES_MAX / 2 - EVENT_OVERHEAD_BYTES;
  assert.equal(takeBatch([line(NOW, "x", half), line(NOW, "x", half), line(NOW)]).length, 2);
  assert.equal(takeBatch([line(NOW, "x", half), line(NOW, "x", half + 1)]).length, 1);
  assert.equal(takeBatch([line(NOW), line(NOW + BATCH_SPAN_MS_MAX)]).length, 1);
  assert.equal(takeBatch([line(NOW), line(NOW - BATCH_SPAN_MS_MAX)]).length, 1);
  assert.deepEqual(takeBatch([]), []);
});

Deno.test("takeBatch() called again and again returns every line once, each batch within limits", () => {
  const lines = fc.array(
    fc.record({
      timestamp: fc.integer({ min: NOW - 2 * BATCH_SPAN_MS_MAX, max: NOW }),
      message: fc.constant("x"),
      bytes: fc.integer({ min: 1, max: 262_118 }),
    }),
    { maxLength: 60 },
  );
  fc.assert(fc.property(lines, (queue) => {
    const taken = [];
    while (taken.length < queue.length) {
      const batch = takeBatch(queue, taken.length);
      assert.ok(batch.length > 0);
      const times = batch.map(({ timestamp }) => timestamp);
      assert.deepEqual(times, times.toSorted((a, b) => a - b));
      const bytes = batch.reduce((sum, event) => sum + event.bytes + EVENT_OVERHEAD_BYTES, 0);
      assert.ok(bytes <= BATCH_BYTES_MAX);
      assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < BATCH_SPAN_MS_MAX);
      taken.push(...batch);
    }
    assert.deepEqual(new Set(taken), new Set(queue));
  }));
});
