/** The committed notebooks, executed: by this project, and by Jupyter's own programs. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { python, testWithPython } from "../tasks/python_for_tests.ts";
import { checkNotebooks } from "./kernel/check.ts";
import { findNotebooks } from "./kernel/execute_notebooks.ts";
import { writeKernelSpec } from "./kernel/kernel_spec.ts";
import { withNotebooks } from "./kernel/notebooks_for_tests.ts";

const NOTEBOOKS = await findNotebooks();

/** Executes a notebook by nbconvert on the kernel of our kernel spec, and reads what it wrote. */
async function nbconvert(path: string) {
  const folder = await Deno.makeTempDir();
  try {
    await writeKernelSpec(folder);
    const { code, text } = await python(
      ["-m", "nbconvert", "--execute", "--to", "notebook", "--output-dir", folder, path],
      { JUPYTER_PATH: folder, SPILLWAY_DATA: "example" },
    );
    const written = await Deno.readTextFile(`${folder}/${basename(path)}`).catch(() => "null");
    return { code, text, executed: JSON.parse(written) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

await testWithPython("nbconvert", "Jupyter executes notebooks on our kernel spec", async () => {
  // The kernel sends what a cell displays without waiting for it, and nbconvert drops what comes after the cell's end.
  const cell = "await Deno.jupyter.display({ 'text/plain': Deno.version.deno }, { raw: true });" +
    "await new Promise((wake) => setTimeout(wake, 1000));";
  await withNotebooks(
    {
      good: ["# Why?", cell],
      bad: ["throw new Error('no rows')"],
    },
    async ([good, bad]) => {
      const { code, text, executed } = await nbconvert(good!);
      assert.equal(code, 0, text);
      assert.deepEqual(executed.cells[1].outputs[0].data, { "text/plain": [Deno.version.deno] });
      // That it can fail.
      const failed = await nbconvert(bad!);
      assert.notEqual(failed.code, 0, failed.text);
      assert.match(failed.text, /no rows/);
    },
  );
});

for (const path of NOTEBOOKS) {
  await testWithPython("nbconvert", `Jupyter executes ${basename(path)}`, async () => {
    const { code, text } = await nbconvert(path);
    assert.equal(code, 0, text);
  });
}

Deno.test("the notebooks make the claims of claims.json on the example data", async () => {
  const { faults } = await checkNotebooks({ update: false });
  assert.deepEqual(faults, []);
});
