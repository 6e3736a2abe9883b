import assert from "node:assert/strict";
import { checkBatch } from "./put_log_events.ts";

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function batch(...timestamps: number[]) {
  return timestamps.map((timestamp) => ({ timestamp: NOW_MS + timestamp, message: "m" }));
}

Deno.test("checkBatch() counts bytes as AWS does", () => {
  const { events, bytes } = checkBatch([{ timestamp: NOW_MS, message: "é" }], undefined, NOW_MS);
  assert.deepEqual([events.length, bytes], [1, 28]);
});

Deno.test("checkBatch() leaves out what is too old, expired or too new, and says where", () => {
  const events = batch(-15 * DAY_MS, -3 * DAY_MS, -1, 0, 2 * HOUR_MS, 2 * HOUR_MS + 1);
  const { events: kept, bytes, rejected } = checkBatch(events, 1, NOW_MS);
  assert.deepEqual(kept.map(({ timestamp }) => timestamp - NOW_MS), [-1, 0, 2 * HOUR_MS]);
  assert.equal(bytes, 3 * 27);
  assert.deepEqual(rejected, {
    tooOldLogEventEndIndex: 1,
    expiredLogEventEndIndex: 2,
    tooNewLogEventStartIndex: 5,
  });
  assert.equal(checkBatch(batch(-14 * DAY_MS), undefined, NOW_MS).rejected, undefined);
  assert.deepEqual(checkBatch(batch(-15 * DAY_MS), undefined, NOW_MS).events, []);
});

Deno.test("checkBatch() measures the span of what it keeps", () => {
  checkBatch(batch(-DAY_MS, 0), undefined, NOW_MS);
  checkBatch(batch(-15 * DAY_MS, 0), undefined, NOW_MS);
  assert.throws(() => checkBatch(batch(-DAY_MS - 1, 0), undefined, NOW_MS), /24 hours/);
});

const large = (characters: number) => [{ timestamp: NOW_MS, message: "x".repeat(characters) }];

const refused: [string, Record<string, unknown>[], RegExp][] = [
  ["nothing", [], /1 to 10000 events, got 0/],
  ["too many", Array(10_001).fill(batch(0)[0]), /got 10001/],
  ["too large", large(1_048_551), /1048577 bytes exceeds limit of 1048576/],
  ["out of order", batch(1, 0), /chronological/],
  ["an empty message", [{ timestamp: NOW_MS, message: "" }], /length greater than/],
  ["no message", [{ timestamp: NOW_MS }], /message must be a string/],
  ["no time", [{ message: "m" }], /timestamp/],
  ["a negative time", [{ timestamp: -1, message: "m" }], /timestamp/],
];

Deno.test("checkBatch() refuses a batch that AWS refuses", () => {
  for (const [name, events, message] of refused) {
    assert.throws(() => checkBatch(events, undefined, NOW_MS), message, name);
  }
  checkBatch(large(1_048_550), undefined, NOW_MS);
  checkBatch(Array(10_000).fill(batch(0)[0]), undefined, NOW_MS);
});
