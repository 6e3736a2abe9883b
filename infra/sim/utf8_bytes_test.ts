import assert from "node:assert/strict";
import fc from "fast-check";
import { exceedsUtf8Bytes } from "./utf8_bytes.ts";

Deno.test("exceedsUtf8Bytes() agrees with the encoder", () => {
  const texts = fc.array(fc.string({ unit: "grapheme" }));
  fc.assert(fc.property(texts, fc.nat(60), (all, bytesMax) => {
    const bytes = new TextEncoder().encode(all.join("")).length;
    assert.equal(exceedsUtf8Bytes(all, bytesMax), bytes > bytesMax);
  }));
});
