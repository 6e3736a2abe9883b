import assert from "node:assert/strict";
import fc from "fast-check";
import { type Line, lineSplitter } from "./log_lines.ts";

const encoder = new TextEncoder();

function split(text: string, cutsAt: readonly number[], bytesMax = 1_000): Line[] {
  const bytes = encoder.encode(text);
  const splitter = lineSplitter(bytesMax);
  const cuts = [...new Set([0, ...cutsAt.map((at) => at % (bytes.length + 1)), bytes.length])]
    .sort((a, b) => a - b);
  const lines = cuts.slice(1).flatMap((end, i) => splitter.push(bytes.subarray(cuts[i], end)));
  return [...lines, ...splitter.end()];
}

Deno.test("lineSplitter() returns the same lines wherever the stream is cut", () => {
  const text = fc.array(fc.string({ unit: "grapheme", maxLength: 20 })).map((lines) =>
    lines.join("\n")
  );
  fc.assert(fc.property(text, fc.array(fc.nat()), (whole, cutsAt) => {
    const expected = whole.split("\n").map((line) => line.replace(/\r$/, "")).filter((line) =>
      line.length > 0
    );
    const lines = split(whole, cutsAt);
    assert.deepEqual(lines.map((line) => line.text), expected);
    for (const line of lines) assert.equal(line.bytes, encoder.encode(line.text).length);
  }));
});

Deno.test("lineSplitter() cuts long lines without splitting a character or losing one", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 200 })
    .map((line) => line.replaceAll(/[\r\n]/g, "_"));
  fc.assert(fc.property(text, fc.array(fc.nat()), (whole, cutsAt) => {
    const lines = split(whole, cutsAt, 8);
    assert.equal(lines.map((line) => line.text).join(""), whole);
    for (const line of lines) {
      assert.ok(line.bytes <= 8);
      assert.equal(line.bytes, encoder.encode(line.text).length);
    }
  }));
});

Deno.test("lineSplitter() holds no more than its limit of a line that never ends", () => {
  const splitter = lineSplitter(100);
  let bytes = 0;
  for (let i = 0; i < 50; i++) {
    for (const line of splitter.push(encoder.encode("x".repeat(60)))) bytes += line.bytes;
    assert.ok((i + 1) * 60 - bytes <= 100);
  }
});

Deno.test("lineSplitter() replaces bytes that are not UTF-8 and goes on", () => {
  const splitter = lineSplitter(100);
  const lines = splitter.push(new Uint8Array([0xff, 10, 65, 10]));
  assert.deepEqual(lines.map((line) => line.text), ["\uFFFD", "A"]);
});
