/** The committed notebooks, executed: by this project, and by Jupyter's own programs. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { python, testWithPython } from "../tasks/python_for_tests.ts";
import { checkNotebooks } from "./kernel/check.ts";
import { executeNotebook } from "./kernel/execute_notebook.ts";
import { findNotebooks, NOTEBOOKS_FOLDER } from "./kernel/execute_notebooks.ts";
import { writeKernelSpec } from "./kernel/kernel_spec.ts";
import { withNotebooks } from "./kernel/notebooks_for_tests.ts";
import { codeCells, readNotebook } from "./kernel/read_notebook.ts";

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

/** A copy of the newest example run of an experiment on `local`, in a folder that is removed after `use`. */
async function withCopyOfRun(experiment: string, use: (folder: string) => Promise<void>) {
  const example = fileURLToPath(new URL("../data/example", import.meta.url));
  const entries = await Array.fromAsync(Deno.readDir(example));
  const name = entries.map(({ name }) => name).sort()
    .findLast((name) => name.includes(`-${experiment}-local-`))!;
  const folder = await Deno.makeTempDir();
  try {
    for await (const file of Deno.readDir(`${example}/${name}`)) {
      await Deno.copyFile(`${example}/${name}/${file.name}`, `${folder}/${file.name}`);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a notebook says of its run that it was interrupted, and beside its answer that it was changed", () =>
  withCopyOfRun("phase4", async (folder) => {
    const manifest = JSON.parse(await Deno.readTextFile(`${folder}/manifest.json`));
    await Deno.writeTextFile(
      `${folder}/manifest.json`,
      JSON.stringify({ ...manifest, state: "interrupted", faults: ["it was stopped"] }),
    );
    const requests = await Deno.readTextFile(`${folder}/requests.csv`);
    await Deno.writeTextFile(`${folder}/requests.csv`, requests.replace(",202,", ",503,"));
    const path = NOTEBOOKS.find((path) => path.includes("3_queue"))!;
    const notebook = await readNotebook(path);
    const { fault, cells } = await executeNotebook(notebook, {
      cwd: NOTEBOOKS_FOLDER,
      environment: { ...Deno.env.toObject(), SPILLWAY_DATA: "", SPILLWAY_RUN: folder },
    });
    assert.equal(fault, undefined);
    assert.equal(cells.length, codeCells(notebook.cells).length);
    const [first, last] = [cells[0], cells.at(-1)].map((cell) => JSON.stringify(cell!.outputs));
    assert.match(first!, /Read with care.*the run is interrupted; it was stopped/);
    assert.match(last!, /Read with care.*requests\.csv was changed after the run.*came in and/);
  }));
