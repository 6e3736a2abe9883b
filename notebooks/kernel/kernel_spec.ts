/**
 * The kernel spec by which Jupyter and VS Code start this Deno, in a folder of its own: nothing of the
 * user's is touched.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Holds `kernels/deno/`; what `JUPYTER_PATH` must name. */
export const JUPYTER_FOLDER = fileURLToPath(new URL("../.jupyter", import.meta.url));

/**
 * The text of `kernel.json`.
 *
 * @param deno path of the executable: with `npx` it is in npm's cache and nowhere on the `PATH`.
 * @example
 * ```ts
 * import { kernelSpec } from "./kernel_spec.ts";
 * import assert from "node:assert/strict";
 *
 * const { argv } = JSON.parse(kernelSpec("/opt/deno"));
 * assert.deepEqual(argv, ["/opt/deno", "jupyter", "--kernel", "--conn", "{connection_file}"]);
 * ```
 */
export function kernelSpec(deno: string): string {
  const spec = {
    argv: [deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
  };
  return `${JSON.stringify(spec, null, 2)}\n`;
}

/** Writes the spec; returns the folder that `JUPYTER_PATH` must name. */
export async function writeKernelSpec(folder = JUPYTER_FOLDER): Promise<string> {
  await Deno.mkdir(`${folder}/kernels/deno`, { recursive: true });
  await Deno.writeTextFile(`${folder}/kernels/deno/kernel.json`, kernelSpec(Deno.execPath()));
  return folder;
}
