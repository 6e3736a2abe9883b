/**
 * `deno task notebook`: JupyterLab on `notebooks/`, with this Deno as its kernel.
 *
 * @module
 */
import { EXIT } from "../../experiments/cli/fail.ts";
import { NOTEBOOKS_FOLDER } from "./execute_notebooks.ts";
import { writeKernelSpec } from "./kernel_spec.ts";

/** How JupyterLab may be started, the first that is installed. */
const WAYS: readonly (readonly string[])[] = [["jupyter", "lab"], ["python3", "-m", "jupyterlab"]];

/** How long it may take to end, and to save what is open, seconds. */
const STOP_S = 10;

/** How to answer what it asks for when it refuses to start. */
const OPTIONS_ADVICE = "its options follow --: deno task notebook -- --no-browser";

/** The words where it is not installed. */
export function installAdvice(folder: string): string {
  return [
    "Cannot open the notebooks: JupyterLab must be installed, got neither jupyter nor python3 with it",
    "  install it: python3 -m pip install jupyterlab",
    `  or open them in VS Code with its Jupyter extension: JUPYTER_PATH=${folder} code ${NOTEBOOKS_FOLDER}`,
    "  without either: deno task notebook --check executes them, deno task report shows them",
  ].join("\n");
}

/** Opens the lab with these options of its own, and waits until it ends; returns an exit code. */
export async function openLab(signal: AbortSignal, options: readonly string[]): Promise<number> {
  const folder = await writeKernelSpec();
  const way = await installedWay();
  if (way === undefined) {
    console.error(installAdvice(folder));
    return EXIT.failed;
  }
  const [program, ...args] = way;
  const path = [folder, Deno.env.get("JUPYTER_PATH")].filter(Boolean).join(":");
  const lab = new Deno.Command(program!, {
    args: [...args, NOTEBOOKS_FOLDER, ...options],
    env: { JUPYTER_PATH: path },
    stdin: "null",
    // A terminal's Ctrl-C beside the SIGTERM below would cut its clearing up short, and leave kernels.
    detached: true,
  }).spawn();
  let kill: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    lab.kill("SIGTERM");
    kill = setTimeout(() => lab.kill("SIGKILL"), STOP_S * 1_000);
  };
  signal.addEventListener("abort", stop, { once: true });
  const { code } = await lab.status;
  signal.removeEventListener("abort", stop);
  clearTimeout(kill);
  signal.throwIfAborted();
  if (code === 0) return EXIT.done;
  console.error(`JupyterLab ended with exit code ${code}\n  ${OPTIONS_ADVICE}`);
  return EXIT.failed;
}

async function installedWay(): Promise<readonly string[] | undefined> {
  for (const way of WAYS) if (await answers([...way, "--version"])) return way;
  return undefined;
}

async function answers([program, ...args]: readonly string[]): Promise<boolean> {
  const nowhere = { stdin: "null", stdout: "null", stderr: "null" } as const;
  try {
    return (await new Deno.Command(program!, { args, ...nowhere }).output()).success;
  } catch (error) {
    // What is not on the PATH at the start is not allowed either.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable) {
      return false;
    }
    throw error;
  }
}
