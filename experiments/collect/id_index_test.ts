import assert from "node:assert/strict";
import fc from "fast-check";
import { createIdIndex } from "./id_index.ts";

Deno.test("createIdIndex() numbers ids in the order in which they are first seen", () => {
  const index = createIdIndex();
  const ids = ["a-r1-000007", "a-r1-000002", "a-r1-7", "b-r1-000002", "a-r1-1000000", "stranger"];
  assert.deepEqual(ids.map(index.add), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(ids.map(index.add), [0, 1, 2, 3, 4, 5], "a second time");
  assert.deepEqual(ids.map(index.find), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual([...index.ids()].sort(), ids.toSorted());
  assert.equal(index.size, 6);
});

const id = fc.oneof(
  fc.string(),
  fc.tuple(
    fc.constantFrom("", "-", "a-r1-", "a-r10-", "0"),
    fc.constantFrom(
      "1",
      "000000",
      "000001",
      "0000001",
      "000010",
      "1000000",
      "99999999999999",
      "1e5",
    ),
  ).map((parts) => parts.join("")),
);

Deno.test("createIdIndex() does what a map does, whatever the ids", () => {
  fc.assert(fc.property(fc.array(id), fc.array(id), (added, asked) => {
    const index = createIdIndex();
    const map = new Map<string, number>();
    for (const each of added) {
      if (!map.has(each)) map.set(each, map.size);
      assert.equal(index.add(each), map.get(each));
    }
    for (const each of [...asked, ...added]) assert.equal(index.find(each), map.get(each));
    assert.deepEqual([...index.ids()].sort(), [...map.keys()].sort());
    assert.equal(index.size, map.size);
  }));
});
