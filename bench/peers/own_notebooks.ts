/**
 * Notebooks 3 and 4, executed as Jupyter executes them, one after the other, each on a Deno kernel of its own. The
 * environment says which runs they read: `SPILLWAY_RUN`. Prints one JSON line: seconds from the start of a kernel to
 * the end of the notebook's last cell, summed, and the most memory that one of the kernels held.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { executeNotebook } from "../../notebooks/kernel/execute_notebook.ts";
import { type Cell, readNotebook } from "../../notebooks/kernel/read_notebook.ts";

const FOLDER = fileURLToPath(new URL("../../notebooks", import.meta.url));
const NOTEBOOKS = ["3_queue_buildup_and_drain", "4_worker_scaling"];
const CELL_S_MAX = 3600;

/** Asks the kernel for its own memory, as long as it is there. */
const MEMORY = `{
  const { processMemory } = await import("../bench/process_memory.ts");
  const [own] = await processMemory([Deno.pid]);
  await Deno.jupyter.display({ "text/plain": String(own.peakBytes) }, { raw: true });
}`;

async function measured(name: string): Promise<{ seconds: number; rss_bytes: number }> {
  const { cells, ...notebook } = await readNotebook(`${FOLDER}/${name}.ipynb`);
  const number = cells.length + 1;
  const last: Cell = { number, type: "code", source: MEMORY, outputs: 0, executionCount: null };
  const startedAtMs = performance.now();
  let seconds = 0;
  const execution = await executeNotebook({ ...notebook, cells: [...cells, last] }, {
    cwd: FOLDER,
    environment: Deno.env.toObject(),
    cellTimeoutS: CELL_S_MAX,
    onCell(done, all) {
      if (done < all) seconds = (performance.now() - startedAtMs) / 1000;
    },
  });
  if (execution.fault !== undefined) throw new Error(`${name}: ${execution.fault}`);
  const [peak] = execution.cells.filter(({ cell }) => cell === number)
    .flatMap(({ outputs }) => outputs)
    .flatMap((output) => "data" in output ? [Number(output.data["text/plain"])] : []);
  if (!Number.isFinite(peak)) throw new Error(`${name}: its kernel must tell its memory`);
  return { seconds, rss_bytes: peak! };
}

const all = [];
for (const name of NOTEBOOKS) all.push(await measured(name));
console.log(JSON.stringify({
  seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
  rss_bytes: Math.max(...all.map(({ rss_bytes }) => rss_bytes)),
}));
