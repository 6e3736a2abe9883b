import assert from "node:assert/strict";
import { sent } from "./display.ts";

Deno.test("sent() lets the kernel send what was displayed before the cell is done", async () => {
  const happened: string[] = [];
  const display = sent(() => Promise.resolve(void happened.push("displayed")));
  setTimeout(() => happened.push("sent"));
  await display({ "text/plain": "It holds." });
  assert.deepEqual(happened, ["displayed", "sent"]);
});
