import assert from "node:assert/strict";
import { writeReport } from "./build.ts";

Deno.test("writeReport() makes its folder, and leaves an earlier report whole where it cannot write all", async () => {
  const parent = await Deno.makeTempDir();
  const folder = `${parent}/report/out`;
  const read = () => Deno.readTextFile(`${folder}/index.html`);
  try {
    await writeReport(folder, new Map([["index.html", "one"]]));
    assert.equal(await read(), "one");
    const impossible = new Map([["index.html", "two"], ["no/such/folder.svg", "two"]]);
    await assert.rejects(writeReport(folder, impossible));
    assert.equal(await read(), "one");
    await writeReport(folder, new Map([["index.html", "three"]]));
    assert.equal(await read(), "three");
    assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["index.html"]);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});
