import assert from "node:assert/strict";
import fc from "fast-check";
import { createEventList } from "./event_list.ts";

function messages(list: ReturnType<typeof createEventList>): string[] {
  return Array.from({ length: list.length }, (_, i) => list.messageAt(i));
}

Deno.test("createEventList() keeps events by time, those of one time by arrival", () => {
  const batches = fc.array(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), { maxLength: 12 });
  fc.assert(fc.property(batches, (times) => {
    const list = createEventList();
    const expected: { timestamp: number; message: string }[] = [];
    let sequence = 0;
    for (const batch of times) {
      const events = batch.toSorted((a, b) => a - b)
        .map((timestamp, i) => ({ timestamp, message: `${sequence + i}` }));
      list.append(events, sequence, 99);
      expected.push(...events);
      sequence += events.length;
    }
    expected.sort((a, b) => a.timestamp - b.timestamp || Number(a.message) - Number(b.message));
    assert.deepEqual(messages(list), expected.map(({ message }) => message));
    expected.forEach(({ timestamp, message }, i) => {
      const place = { timestampMs: timestamp, sequence: Number(message) };
      assert.deepEqual(list.placeAt(i), place);
      assert.equal(list.indexOf(place), i);
      assert.equal(list.ingestedAtMsAt(i), 99);
    });
  }));
});

Deno.test("createEventList() finds the first event at or after a place", () => {
  const list = createEventList();
  list.append([{ timestamp: 10, message: "a" }, { timestamp: 20, message: "b" }], 5, 0);
  const at = (timestampMs: number, sequence: number) => list.indexOf({ timestampMs, sequence });
  assert.deepEqual([at(0, 0), at(10, 5), at(10, 6), at(20, 0), at(20, 7)], [0, 0, 1, 1, 2]);
});
