/**
 * Files of tests, and programs that run those of a folder together.
 *
 * @module
 */
import { basename, dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** End of the names of files whose tests run real processes, and so run one after the other. */
export const PROCESS_TESTS = "_e2e_test.ts";
const TESTS = "_test.ts";

/** The test files at or below `paths`, sorted: those over real processes, or all others. */
export async function testFiles(
  paths: readonly string[],
  kind: "process" | "unit",
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const { isFile } = await Deno.stat(path);
    found.push(...isFile ? [path] : await filesBelow(path));
  }
  const isOverProcesses = (file: string) => file.endsWith(PROCESS_TESTS);
  return found.filter((file) =>
    file.endsWith(TESTS) && isOverProcesses(file) === (kind === "process")
  )
    .sort();
}

async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) found.push(`${folder}/${name}`);
    else if (!name.startsWith(".") && name !== "node_modules") {
      found.push(...await filesBelow(`${folder}/${name}`));
    }
  }
  return found;
}

/**
 * Writes a program for each folder of tests that imports all of them, since each program takes 0.05 s to start, and
 * longer where it loads a native library.
 *
 * @param into an empty folder.
 * @returns the programs' paths.
 */
export async function writeTogether(files: readonly string[], into: string): Promise<string[]> {
  const written: string[] = [];
  for (const [folder, together] of Map.groupBy(files, dirname)) {
    const program = `${into}/${written.length + 1}_${basename(folder)}${TESTS}`;
    const imports = together.map((file) => `import "${pathToFileURL(resolve(file))}";\n`);
    await Deno.writeTextFile(program, imports.join(""));
    written.push(program);
  }
  return written;
}
