/**
 * All notebooks, executed on real Deno kernels: what `deno task notebook --check` and
 * `deno task report` have in common.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Claim } from "../claims/claim.ts";
import { addClaim, byId } from "./claim_set.ts";
import { executeNotebook, type ExecuteOptions } from "./execute_notebook.ts";
import { type Published, publishedBy } from "./published.ts";
import { codeCells, type Notebook, readNotebook } from "./read_notebook.ts";

/** A notebook that was executed, with what it published. */
export interface ExecutedNotebook {
  /** Name of the notebook: `3_queue_buildup_and_drain`. */
  notebook: string;
  /** Until its end, or until its first error. */
  published: Published;
  /** What is wrong with it, each with the cell: `cell 3: TypeError: …`; empty of a sound one. */
  faults: readonly string[];
  /** Seconds. */
  durationS: number;
}

/** How far one notebook is. */
export interface NotebookProgress {
  notebook: string;
  /** All notebooks are told of as `waiting` before the first runs. */
  state: "waiting" | "running" | "done" | "failed";
  /** Code cells that are done. */
  done: number;
  /** Code cells of the notebook. */
  cells: number;
}

/** What is executed, and how. */
export interface ExecuteNotebooksOptions {
  /** Paths of notebooks; default: all in `notebooks/`, by name. */
  notebooks?: readonly string[];
  /**
   * Settings of the cells: `{ SPILLWAY_DATA: "example" }`, `{ SPILLWAY_RUN: "…" }`. Of this process's
   * environment the cells get everything but such settings (`SPILLWAY_…`).
   */
  environment: Readonly<Record<string, string>>;
  /** How long one cell may take, seconds; default 120. */
  cellTimeoutS?: number;
  onProgress?: (progress: NotebookProgress) => void;
  /** Ends the kernels and rejects with its reason. */
  signal?: AbortSignal;
}

/** Where the notebooks are, and where their imports begin. */
export const NOTEBOOKS_FOLDER = fileURLToPath(new URL("../", import.meta.url)).replace(/\/$/, "");

/** Kernels at a time: one for each of two cores. */
const KERNELS = 2;

/** Paths of all notebooks, by name. */
export async function findNotebooks(folder = NOTEBOOKS_FOLDER): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.filter(({ name, isFile }) => isFile && name.endsWith(".ipynb"))
    .map(({ name }) => `${folder}/${name}`).sort();
}

/**
 * Executes notebooks, two at a time, each on a kernel of its own that starts in `notebooks/`, as Jupyter
 * starts it. A notebook that fails is returned with its faults; the others go on.
 *
 * @returns in the order of the paths.
 * @throws {TypeError} if a file is no notebook, the signal's reason, or an {@linkcode Error} if a kernel
 * cannot be started.
 */
export async function executeNotebooks(
  { notebooks: paths, environment, cellTimeoutS, onProgress = () => {}, signal }:
    ExecuteNotebooksOptions,
): Promise<ExecutedNotebook[]> {
  const notebooks = await Promise.all((paths ?? await findNotebooks()).map(readNotebook));
  const failure = new AbortController();
  const either = AbortSignal.any([failure.signal, ...(signal === undefined ? [] : [signal])]);
  const execute = (notebook: Notebook) =>
    executeOne(notebook, onProgress, {
      cwd: NOTEBOOKS_FOLDER,
      environment: { ...inheritedEnvironment(), ...environment },
      signal: either,
      ...(cellTimeoutS !== undefined && { cellTimeoutS }),
    });
  const results: ExecutedNotebook[] = [];
  for (const { name, cells } of notebooks) {
    onProgress({ notebook: name, state: "waiting", done: 0, cells: codeCells(cells).length });
  }
  const queue = [...notebooks.entries()];
  async function work() {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, notebook] = next;
      results[index] = await execute(notebook);
    }
  }
  const workers = Array.from({ length: KERNELS }, () =>
    work().catch((error) => {
      // The other kernels are ended and awaited, so that none is left behind.
      failure.abort(error);
    }));
  await Promise.all(workers);
  either.throwIfAborted();
  return results;
}

async function executeOne(
  notebook: Notebook,
  onProgress: (progress: NotebookProgress) => void,
  options: ExecuteOptions,
): Promise<ExecutedNotebook> {
  const { name } = notebook;
  const cells = codeCells(notebook.cells).length;
  const say = (state: NotebookProgress["state"], done: number) =>
    onProgress({ notebook: name, state, done, cells });
  say("running", 0);
  const { cells: executed, fault, durationS } = await executeNotebook(notebook, {
    ...options,
    onCell: (done) => say("running", done),
  });
  const { published, faults } = publishedBy(name, executed);
  if (fault !== undefined) faults.push(fault);
  say(faults.length === 0 ? "done" : "failed", executed.length);
  return { notebook: name, published, faults, durationS };
}

/**
 * The claims of several notebooks, by id.
 *
 * @returns them, and which of them two notebooks publish differently.
 */
export function claimsOf(
  executed: readonly Pick<ExecutedNotebook, "published">[],
): { claims: Claim[]; faults: string[] } {
  const claims: Claim[] = [];
  const faults = executed.flatMap(({ published }) =>
    published.claims.flatMap((claim) =>
      addClaim(claim, claims).map((fault) => `${published.notebook}: ${fault}`)
    )
  );
  return { claims: claims.sort(byId), faults };
}

/** This process's environment without what chooses data: that is said each time. */
function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => !name.startsWith("SPILLWAY_")),
  );
}
