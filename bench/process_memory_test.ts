import assert from "node:assert/strict";
import { parseMemory } from "./process_memory.ts";

Deno.test("parseMemory() takes a command with spaces and skips what has ended", () => {
  assert.deepEqual(parseMemory("1 10 20 deno run --a b.ts \n2   \n\n 3 1 1 x\n"), [
    { pid: 1, rssBytes: 10_240, peakBytes: 20_480, command: "deno run --a b.ts" },
    { pid: 3, rssBytes: 1024, peakBytes: 1024, command: "x" },
  ]);
});
