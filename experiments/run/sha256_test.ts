import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { changedFiles, sha256 } from "./sha256.ts";

async function folderOf(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "spillway-sha256-" });
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
  return folder;
}

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

Deno.test("sha256() hashes files that are longer than what is read at once, and empty ones", async () => {
  const files = { empty: new Uint8Array(), long: new Uint8Array(randomBytes(2_500_000)) };
  const folder = await folderOf(files);
  try {
    for (const [name, bytes] of Object.entries(files)) {
      assert.equal(await sha256(`${folder}/${name}`), hashOf(bytes));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("changedFiles() names what was changed and what is gone", async () => {
  const files = Object.fromEntries(
    ["a", "b", "c"].map((name) => [name, new Uint8Array(randomBytes(30))]),
  );
  const wanted = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [name, { sha256: hashOf(bytes) }]),
  );
  const folder = await folderOf(files);
  try {
    assert.deepEqual(await changedFiles(folder, wanted), []);
    const other = new Uint8Array(randomBytes(90));
    await Deno.writeFile(`${folder}/c`, other);
    await Deno.remove(`${folder}/a`);
    const [a, c, ...others] = await changedFiles(folder, wanted);
    assert.deepEqual(others, []);
    assert.equal(a!.name, "a");
    assert.match(a!.got, /No such file/);
    assert.deepEqual(c, { name: "c", wanted: wanted.c!.sha256, got: hashOf(other) });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
