/**
 * One notebook, executed from its first cell to its last or to its first error.
 *
 * @module
 */
import { type KernelOptions, startKernel } from "./kernel.ts";
import { errorOf, type Output } from "./output.ts";
import { codeCells, type Notebook } from "./read_notebook.ts";

/** What a code cell put out. */
export interface CellOutputs {
  /** Number of the cell, from 1, text cells counted. */
  cell: number;
  outputs: readonly Output[];
}

/** A notebook that was executed. */
export interface Execution {
  /** Name of the notebook. */
  notebook: string;
  /** The code cells that ran, in order. */
  cells: readonly CellOutputs[];
  /** Why it stopped before its end: the cell and the error. */
  fault?: string;
  /** From the start of the kernel to the end of the last cell, seconds. */
  durationS: number;
}

/** How a notebook is executed. */
export interface ExecuteOptions extends KernelOptions {
  /** How long one cell may take, seconds; default {@linkcode CELL_S}. */
  cellTimeoutS?: number;
  /** Called when a cell is done. */
  onCell?: (done: number, cells: number) => void;
}

/** How long one cell may take unless told otherwise, seconds. The first fetches packages where it must. */
export const CELL_S = 120;

/**
 * Executes all code cells of a notebook on a kernel of its own.
 *
 * @throws the signal's reason, or an {@linkcode Error} if no kernel can be started.
 */
export async function executeNotebook(
  { name: notebook, cells }: Notebook,
  { cellTimeoutS = CELL_S, onCell = () => {}, ...kernelOptions }: ExecuteOptions,
): Promise<Execution> {
  const startedAtMs = performance.now();
  const executed: CellOutputs[] = [];
  const code = codeCells(cells);
  const ended = (fault?: string): Execution => ({
    notebook,
    cells: executed,
    ...(fault !== undefined && { fault }),
    durationS: (performance.now() - startedAtMs) / 1_000,
  });
  const interrupted = () => kernelOptions.signal?.throwIfAborted();
  interrupted();
  const kernel = await startKernel(kernelOptions).catch((error) => {
    interrupted();
    throw error;
  });
  try {
    for (const { number: cell, source } of code) {
      const outputs = await kernel.execute(source, cellTimeoutS).catch((error: Error) => error);
      // An aborted kernel dies like any other, and Ctrl-C in a terminal reaches it too.
      interrupted();
      if (outputs instanceof Error) return ended(`cell ${cell}: ${outputs.message}`);
      executed.push({ cell, outputs });
      const error = errorOf(outputs);
      if (error !== undefined) return ended(`cell ${cell}: ${error.ename}: ${error.evalue}`);
      onCell(executed.length, code.length);
    }
    return ended();
  } finally {
    await kernel.shutdown();
  }
}
