import assert from "node:assert/strict";
import { newRunId, writeFault } from "./run_folder.ts";

Deno.test("newRunId() sorts by time and names experiment and target", () => {
  const id = newRunId(new Date("2026-11-23T00:44:00.250Z"), "phase5", "local");
  assert.match(id, /^20261123T004400Z-phase5-local-[0-9a-f]{4}$/);
});

Deno.test("writeFault() finds none in a folder that can be written, and leaves nothing in it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    assert.equal(await writeFault(`${folder}/deep/er`), undefined);
    assert.deepEqual([...Deno.readDirSync(`${folder}/deep/er`)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("writeFault() says what the system says: no such place, or no space", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/file`, "");
    assert.match(await writeFault(`${folder}/file/below`) ?? "", /Not a directory|not a directory/);
    const full = () => Promise.reject(new Error("No space left on device (os error 28)"));
    assert.equal(await writeFault(folder, full), "No space left on device (os error 28)");
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["file"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
