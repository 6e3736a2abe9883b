import assert from "node:assert/strict";
import { createSeededRandom } from "./seeded_random.ts";
import { uuidFrom } from "./uuid.ts";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

Deno.test("uuidFrom() has the form of version 4 and does not repeat", () => {
  const random = createSeededRandom(1);
  const ids = Array.from({ length: 10_000 }, () => uuidFrom(random));
  for (const id of ids) assert.match(id, V4);
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("uuidFrom() uses every bit that version 4 leaves free", () => {
  assert.equal(uuidFrom({ next: () => 1 - 2 ** -53 }), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});

Deno.test("uuidFrom() follows from the seed", () => {
  assert.equal(uuidFrom(createSeededRandom(5)), uuidFrom(createSeededRandom(5)));
});
