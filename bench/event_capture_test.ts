import assert from "node:assert/strict";
import fc from "fast-check";
import { createEventCapture } from "./event_capture.ts";

const OUTPUT = [
  '{"event":"ready"}',
  '{"event":"started","order_id":"a","at_ms":1.5}',
  '{"event":"completed","order_id":"a","at_ms":2.5}',
  '{"event":"stats","cpu_s":0.1}',
  '{"event":"completed","order_id":"ü","at_ms":3.5}',
  '{"event":"stats","cpu_s":0.25,"rss_bytes":1}',
  "",
].join("\n");

function streamOf(bytes: Uint8Array<ArrayBuffer>, cuts: number[]): ReadableStream<Uint8Array> {
  const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
  const chunks = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
  return ReadableStream.from(chunks.filter((chunk) => chunk.length > 0));
}

Deno.test("createEventCapture() reads the same however the output is cut into chunks", async () => {
  const bytes = new TextEncoder().encode(OUTPUT);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(), { maxLength: 60 }), async (cuts) => {
    const capture = createEventCapture();
    const lines: string[] = [];
    const two = capture.untilCompleted(2);
    await capture.pump(streamOf(bytes, cuts), (line) => lines.push(line));
    await two;
    assert.equal(capture.completed, 2);
    assert.equal(lines[0], '{"event":"ready"}');
    assert.deepEqual(capture.events(), [
      { event: "started", order_id: "a", at_ms: 1.5 },
      { event: "completed", order_id: "a", at_ms: 2.5 },
      { event: "completed", order_id: "ü", at_ms: 3.5 },
    ]);
    assert.equal(capture.cpuS(), 0.25);
  }));
});

Deno.test("createEventCapture() knows no processor time that was not said", async () => {
  const capture = createEventCapture();
  await capture.pump(ReadableStream.from([new TextEncoder().encode("hello\n")]));
  assert.equal(capture.cpuS(), undefined);
  assert.deepEqual(capture.events(), []);
});
