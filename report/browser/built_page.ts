/**
 * Pages to look at: the sample, and the report of the notebooks on the example data.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** Root of the repository. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A page on disk. */
export interface BuiltPage {
  url: string;
  /** Removes it. */
  dispose(): Promise<void>;
}

/** Whether there are notebooks to build a report of. */
export function hasNotebooks(): boolean {
  return [...Deno.readDirSync(`${ROOT}notebooks`)].some(({ name }) => name.endsWith(".ipynb"));
}

/** Builds the sample: a small page with hostile texts, and a run that was interrupted. */
export function buildSample(): Promise<BuiltPage> {
  return build((folder) => ({
    args: [
      "run",
      "--config=notebooks/deno.json",
      "--no-prompt",
      "--allow-env",
      "--allow-read",
      "--allow-ffi",
      `--allow-write=${folder}`,
      "report/write_sample_for_tests.ts",
      folder,
    ],
  }));
}

/** Builds the report as a user does, on `data/example/`. */
export function buildReport(): Promise<BuiltPage> {
  return build((folder) => ({
    args: ["task", "report", "--out", folder],
    env: { SPILLWAY_DATA: "example" },
  }));
}

async function build(
  command: (folder: string) => { args: string[]; env?: Record<string, string> },
): Promise<BuiltPage> {
  const folder = await Deno.makeTempDir();
  const dispose = () => Deno.remove(folder, { recursive: true });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    ...command(folder),
    cwd: ROOT,
    stdin: "null",
  }).output();
  if (!success) {
    await dispose();
    throw new Error(`The page must be built:\n${new TextDecoder().decode(stderr)}`);
  }
  return { url: `file://${folder}/index.html`, dispose };
}
