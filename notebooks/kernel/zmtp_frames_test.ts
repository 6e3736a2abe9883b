import assert from "node:assert/strict";
import fc from "fast-check";
import { greeting, messageBytes, readyCommand, type Unit, unitReader } from "./zmtp_frames.ts";

const frames = fc.array(fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ size: "+2" })), {
  minLength: 1,
  maxLength: 6,
});

/** `bytes` in pieces of the given sizes, over and over. */
function* piecesOf(bytes: Uint8Array, sizes: readonly number[]) {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

Deno.test("unitReader() reads every message that messageBytes() writes, in any pieces", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(fc.array(frames, { maxLength: 5 }), sizes, (messages, sizes) => {
    const bytes = joined([greeting(), readyCommand("SUB"), ...messages.map(messageBytes)]);
    const read = unitReader();
    const units: Unit[] = [];
    for (const piece of piecesOf(bytes, sizes)) units.push(...read(piece));
    const [ready, ...rest] = units;
    assert.equal(ready?.kind, "command");
    assert.deepEqual(rest, messages.map((frames) => ({ kind: "message", frames })));
  }));
});

Deno.test("messageBytes() writes short and long frames as the specification has them", () => {
  assert.deepEqual([...messageBytes(["ab", ""])], [1, 2, 97, 98, 0, 0]);
  const long = messageBytes([new Uint8Array(256)]);
  assert.deepEqual([...long.subarray(0, 9)], [2, 0, 0, 0, 0, 0, 0, 1, 0]);
  assert.equal(long.length, 9 + 256);
  assert.equal(messageBytes([new Uint8Array(255)])[0], 0);
});

Deno.test("greeting() and readyCommand() are those of a 3.0 client without security", () => {
  const bytes = greeting();
  assert.equal(bytes.length, 64);
  assert.deepEqual([...bytes.subarray(0, 16)], [
    255,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    127,
    3,
    0,
    78,
    85,
    76,
    76,
  ]);
  assert.ok(bytes.subarray(16).every((byte) => byte === 0));
  const ready = new TextDecoder().decode(readyCommand("DEALER"));
  assert.equal(ready, "\x04\x1c\x05READY\x0bSocket-Type\0\0\0\x06DEALER");
});

Deno.test("unitReader() refuses another protocol, an old version, and security that it has not", () => {
  const changed = (at: number, value: number) => {
    const bytes = greeting();
    bytes[at] = value;
    return bytes;
  };
  const cases: [Uint8Array, RegExp][] = [
    [
      new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".repeat(3)),
      /it must greet as ZeroMQ does, got "HTTP\/1.1 4"$/,
    ],
    [changed(10, 2), /version 3, got 2$/],
    [changed(12, 80), /no security, got PULL$/],
  ];
  for (const [bytes, wanted] of cases) assert.throws(() => unitReader()(bytes), wanted);
});
