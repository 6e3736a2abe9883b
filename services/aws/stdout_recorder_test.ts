import assert from "node:assert/strict";
import fc from "fast-check";
import { createStdoutRecorder } from "./stdout_recorder.ts";

/** A writer that takes as many bytes at a time as it is told, 0 for a full pipe. */
function stingyWriter(takes: readonly number[]) {
  const chunks: Uint8Array[] = [];
  let calls = 0;
  return {
    text: () => new TextDecoder().decode(Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))),
    writeSync(bytes: Uint8Array): number {
      const take = takes[calls++ % takes.length] ?? bytes.length;
      if (take === 0) throw new Deno.errors.WouldBlock("full");
      const taken = bytes.slice(0, take);
      chunks.push(taken);
      return taken.length;
    },
  };
}

const event = {
  event: "completed",
  order_id: "ö-1\n",
  trial: "t",
  repetition: 1,
  path: "queue",
  host: "worker-1",
  at_ms: 1.5,
  attempt: 1,
  payment_ms: 100.25,
} as const;

Deno.test("createStdoutRecorder() writes whole lines into a pipe that takes them in parts", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), (takes) => {
      const writer = stingyWriter([...takes, 7]);
      const recorder = createStdoutRecorder(writer);
      recorder.record(event);
      recorder.log({ event: "stopping", waiting: 2 });
      const lines = writer.text().split("\n");
      assert.equal(lines.length, 3);
      assert.deepEqual(JSON.parse(lines[0]!), event);
      assert.deepEqual(JSON.parse(lines[1]!), { event: "stopping", waiting: 2 });
      assert.equal(lines[2], "");
    }),
    { numRuns: 25 },
  );
});

Deno.test("createStdoutRecorder() writes the events of one turn together, before it says so", async () => {
  const writes: string[] = [];
  const recorder = createStdoutRecorder({
    writeSync(bytes) {
      writes.push(new TextDecoder().decode(bytes));
      return bytes.length;
    },
  });
  const turn = (ids: string[]) =>
    Promise.all(ids.map(async (order_id) => {
      await Promise.resolve();
      await recorder.recordTogether?.({ ...event, order_id });
      return writes.join("").includes(JSON.stringify({ ...event, order_id }));
    }));
  assert.deepEqual(await turn(["o-1", "o-2", "o-3"]), [true, true, true]);
  assert.deepEqual(await turn(["o-4"]), [true]);
  assert.deepEqual(writes.map((text) => text.split("\n").length - 1), [3, 1]);
});

Deno.test("createStdoutRecorder() writes lines of any length", () => {
  for (const length of [0, 5000, 5461, 5462, 16_384, 100_000]) {
    const writer = stingyWriter([Infinity]);
    createStdoutRecorder(writer).log({ event: "x", reason: "ä".repeat(length) });
    assert.equal(JSON.parse(writer.text()).reason.length, length);
  }
});

Deno.test("createStdoutRecorder() throws when the reader is gone", async () => {
  const recorder = createStdoutRecorder({
    writeSync() {
      throw new Deno.errors.BrokenPipe("gone");
    },
  });
  assert.throws(() => recorder.record(event), Deno.errors.BrokenPipe);
  await assert.rejects(async () => await recorder.recordTogether?.(event), Deno.errors.BrokenPipe);
});
