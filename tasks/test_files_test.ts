import assert from "node:assert/strict";
import { PROCESS_TESTS, testFiles, writeTogether } from "./test_files.ts";

Deno.test("testFiles() tells tests over processes from others, and finds nothing else", async () => {
  const [unit, process] = [
    await testFiles(["tasks"], "unit"),
    await testFiles(["report"], "process"),
  ];
  assert.ok(unit.includes("tasks/test_files_test.ts"));
  assert.ok(unit.every((file) => file.endsWith("_test.ts") && !file.endsWith(PROCESS_TESTS)));
  assert.ok(process.includes("report/browser/page_e2e_test.ts"));
  assert.deepEqual(await testFiles(["tasks/test_files.ts", "tasks/test_files_test.ts"], "unit"), [
    "tasks/test_files_test.ts",
  ]);
});

Deno.test("writeTogether() writes a program a folder, which imports every file once", async () => {
  const into = await Deno.makeTempDir();
  try {
    const files = ["a/x_test.ts", "a b/y_test.ts", "a/z_test.ts"];
    const programs = await writeTogether(files, into);
    assert.equal(programs.length, 2);
    const text = programs.map((program) => Deno.readTextFileSync(program)).join("");
    const imported = [...text.matchAll(/^import "(file:\/\/.*)";$/gm)].map(([, url]) => url!);
    assert.deepEqual(
      imported.map((url) => decodeURIComponent(url).split("/").slice(-2).join("/")).sort(),
      files.toSorted(),
    );
  } finally {
    await Deno.remove(into, { recursive: true });
  }
});
