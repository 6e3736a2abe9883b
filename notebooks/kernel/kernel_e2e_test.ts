/** A real Deno kernel. */
import assert from "node:assert/strict";
import { alive } from "../../infra/local/process_probe.ts";
import { freeConnection } from "./connection.ts";
import { NOTEBOOKS_FOLDER } from "./execute_notebooks.ts";
import { type Kernel, startKernel, startOn } from "./kernel.ts";
import type { Output } from "./output.ts";

const OPTIONS = { cwd: NOTEBOOKS_FOLDER, environment: { ...Deno.env.toObject(), COLOUR: "red" } };
const CELL_S = 60;

async function withKernel(body: (kernel: Kernel) => Promise<void>): Promise<void> {
  const kernel = await startKernel(OPTIONS);
  try {
    await body(kernel);
  } finally {
    await kernel.shutdown();
  }
  assert.deepEqual(await alive([kernel.pid]), []);
}

const shown = (outputs: readonly Output[]) =>
  outputs.map((output) => "data" in output ? output.data["text/plain"] : output);

Deno.test("a kernel's cells print, return, display and share their variables", async () => {
  await withKernel(async (kernel) => {
    const first = await kernel.execute("console.error('no'); const orders = 2888;", CELL_S);
    assert.deepEqual(first, [{ output_type: "stream", name: "stderr", text: "no\n" }]);
    assert.deepEqual(shown(await kernel.execute("orders + 1", CELL_S)), ["2889"]);
    assert.deepEqual(shown(await kernel.execute("Deno.env.get('COLOUR')", CELL_S)), ['"red"']);
    // More than a chart of ours. What no longer fits into the socket, megabytes, Deno's kernel may break off in the
    // middle for another message, when the cores are busy.
    const size = 150_000;
    const big = `await Deno.jupyter.display({ "text/x": "é".repeat(${size}) }, { raw: true });`;
    const [display, ...others] = await kernel.execute(big, CELL_S);
    assert.deepEqual(others, []);
    assert.ok(display?.output_type === "display_data");
    assert.equal(String(display.data["text/x"]).length, size);
    assert.deepEqual(await kernel.execute("", CELL_S), []);
  });
});

Deno.test("a kernel's cells find the modules, packages and links of notebooks/deno.json", async () => {
  await withKernel(async (kernel) => {
    const imports = `
      import { openTables } from "./analysis/tables.ts";
      import { parse } from "@std/csv";
      const tables = await openTables(".", []);`;
    assert.deepEqual(await kernel.execute(imports, CELL_S), []);
    const rows = "JSON.stringify([await tables.value('SELECT 6 * 7'), parse('a,b')])";
    assert.deepEqual(shown(await kernel.execute(rows, CELL_S)), [`'[42,[["a","b"]]]'`]);
  });
});

Deno.test("a cell's error is an output, and the kernel goes on", async () => {
  await withKernel(async (kernel) => {
    const cases: [string, RegExp][] = [
      ["throw new TypeError('no rows')", /^TypeError: no rows$/],
      ["await Promise.reject(new RangeError('late'))", /^RangeError: late$/],
      ["import './nowhere.ts'", /^TypeError: Module not found/],
      ["const const", /^Error: .*is its syntax right\?/],
    ];
    for (const [code, wanted] of cases) {
      const outputs = await kernel.execute(code, CELL_S);
      const error = outputs.at(-1);
      assert.ok(outputs.length === 1 && error?.output_type === "error", code);
      assert.match(`${error.ename}: ${error.evalue}`, wanted);
    }
    assert.deepEqual(shown(await kernel.execute("1 + 1", CELL_S)), ["2"]);
  });
});

Deno.test("a cell that does not end is stopped with its kernel", async (t) => {
  for (const code of ["await new Promise(() => {})", "while (true);"]) {
    await t.step(code, async () => {
      await withKernel(async (kernel) => {
        await assert.rejects(
          kernel.execute(code, 0.5),
          /it must end within 0.5 s, and was stopped/,
        );
        await assert.rejects(kernel.execute("1", CELL_S), /the kernel was ended by SIGKILL/);
      });
    });
  }
});

Deno.test("a kernel that dies is named with its last words", async () => {
  await withKernel(async (kernel) => {
    await assert.rejects(kernel.execute("Deno.exit(3)", CELL_S), /the kernel exited with code 3/);
  });
  await withKernel(async (kernel) => {
    const die = "Deno.kill(Deno.pid, 'SIGKILL'); await new Promise(() => {});";
    await assert.rejects(kernel.execute(die, CELL_S), /the kernel was ended by SIGKILL/);
  });
});

Deno.test("a kernel that cannot start says why, and leaves nothing", async () => {
  const connection = freeConnection();
  const taken = Deno.listen({ hostname: "127.0.0.1", port: connection.iopub_port });
  const before = Deno.env.get("TMPDIR");
  const folder = await Deno.makeTempDir();
  Deno.env.set("TMPDIR", folder);
  try {
    await assert.rejects(startOn(connection, OPTIONS), (error: Error) => {
      assert.match(error.message, /^Cannot start a Deno kernel in .*notebooks$/);
      assert.match(String(error.cause), /the kernel exited with code 1\n.*AddrInUse/);
      return true;
    });
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
    taken.close();
    await Deno.remove(folder, { recursive: true });
  }
});
