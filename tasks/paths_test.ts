import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Source files of the repository, relative to its root. */
function* sources(folder = ""): Iterable<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${ROOT}${folder}`)) {
    if (name.startsWith(".") || name === "node_modules") continue;
    if (isDirectory) yield* sources(`${folder}${name}/`);
    else if (name.endsWith(".ts")) yield `${folder}${name}`;
  }
}

Deno.test("no file is named by a URL's pathname, in which a folder's space is %20", () => {
  const files = [...sources()];
  assert.ok(files.length > 100, "the sources were found");
  const found = files.filter((file) =>
    /import\.meta\.url\s*\)\s*\.pathname/.test(Deno.readTextFileSync(`${ROOT}${file}`))
  );
  assert.deepEqual(found, []);
});
