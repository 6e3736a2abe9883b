import assert from "node:assert/strict";
import { BATCH_EVENTS_MAX, type LogLine } from "./log_batch.ts";
import { createLogShipper } from "./log_shipper.ts";

Deno.test("100,000 lines of a real process arrive, in batches within the limits", async () => {
  const batches: LogLine[][] = [];
  const shipper = createLogShipper({
    name: "worker/worker-1",
    sink: {
      put(batch) {
        batches.push([...batch]);
        return Promise.resolve({ rejected: 0 });
      },
    },
  });
  const script = `
    const encoder = new TextEncoder();
    for (let i = 0; i < 100; i++) {
      let text = "";
      for (let j = 0; j < 1000; j++) text += JSON.stringify({ event: "started", n: i * 1000 + j }) + "\\n";
      const bytes = encoder.encode(text);
      for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
    }`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", script],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  await shipper.pump(child.stdout);
  await shipper.flush();
  assert.equal((await child.status).code, 0);
  const numbers = batches.flat().map(({ message }) => JSON.parse(message).n);
  assert.deepEqual(numbers, Array.from({ length: 100_000 }, (_, n) => n));
  for (const batch of batches) assert.ok(batch.length <= BATCH_EVENTS_MAX);
});
