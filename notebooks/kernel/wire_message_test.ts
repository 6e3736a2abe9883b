import assert from "node:assert/strict";
import { wireFormat } from "./wire_message.ts";

const bytes = (frames: readonly string[]) => frames.map((frame) => new TextEncoder().encode(frame));

Deno.test("decode() reads what encode() writes, addresses before it and buffers after it", () => {
  const { encode, decode } = wireFormat("key");
  const { frames } = encode("execute_request", { code: "'zwölf'" });
  assert.deepEqual(decode(bytes(["address", ...frames, "a buffer"])), {
    type: "execute_request",
    content: { code: "'zwölf'" },
  });
});

Deno.test("encode() writes delimiter, signature, header, parent, metadata and content", () => {
  const { frames } = wireFormat("key").encode("kernel_info_request", {});
  assert.equal(frames[0], "<IDS|MSG>");
  assert.match(frames[1]!, /^[0-9a-f]{64}$/);
  const header = JSON.parse(frames[2]!);
  assert.equal(header.version, "5.3");
  assert.equal(header.msg_type, "kernel_info_request");
  assert.deepEqual(frames.slice(3), ["{}", "{}", "{}"]);
});

Deno.test("decode() refuses what is cut short, changed or signed by another key", () => {
  const { encode, decode } = wireFormat("key");
  const { frames } = encode("status", { execution_state: "idle" });
  const changed = frames.with(5, '{"execution_state":"busy"}');
  const cases: [readonly string[], RegExp][] = [
    [[], /must have 6 frames from <IDS\|MSG> on, got 0/],
    [frames.slice(0, 5), /must have 6 frames/],
    [frames.slice(1), /must have 6 frames/],
    [changed, /signature/],
    [frames.with(1, "00"), /signature/],
    [wireFormat("another").encode("status", {}).frames, /signature/],
  ];
  for (const [wrong, why] of cases) assert.throws(() => decode(bytes(wrong)), why);
});

Deno.test("decode() finds the request that a message is about", () => {
  const about = wireFormat("key");
  const { id, frames } = about.encode("execute_request", {});
  assert.equal(about.decode(bytes(frames)).parentId, undefined);
  assert.match(id, /^[0-9a-f-]{36}$/);
});
