/**
 * Clients from PyPI, for tests. They are skipped where they are not installed, or are older than CI's,
 * unless SPILLWAY_REQUIRE_ALL is set.
 *
 * @module
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PYTHON = "python3";
const REQUIRED = Boolean(Deno.env.get("SPILLWAY_REQUIRE_ALL"));

/** Runs python3 at the repository's root; returns all that it said. */
export async function python(args: string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(PYTHON, {
    args,
    cwd: ROOT,
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** `name==version` lines of what CI installs: what the checks were written for. */
const WANTED = new Map(
  (await Deno.readTextFile(`${ROOT}/.ci/requirements.txt`)).trim().split("\n")
    .map((line) => line.split("==") as [name: string, version: string]),
);

/** Whether a package is there, as new as CI's: an older one lacks parameters that the checks use. */
async function installed(module: string): Promise<boolean> {
  const program = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))";
  const { code, text } = await python(["-c", program, module])
    .catch(() => ({ code: 1, text: "" }));
  return code === 0 && isAtLeast(text.trim(), WANTED.get(module)!);
}

function isAtLeast(version: string, wanted: string): boolean {
  const [have, want] = [version, wanted].map((text) => text.split(".").map(Number));
  const at = want!.findIndex((part, index) => part !== have![index]);
  return at < 0 || (have![at] ?? 0) > want![at]!;
}

/** A test that needs a Python package. */
export async function testWithPython(
  module: string,
  name: string,
  body: () => Promise<void>,
): Promise<void> {
  const found = await installed(module);
  Deno.test({
    name: `${name} [${module} ${WANTED.get(module)} or newer]`,
    ignore: !found && !REQUIRED,
    async fn() {
      const wanted = `${module}>=${WANTED.get(module)}`;
      assert.ok(found, `${wanted} must be installed for ${PYTHON}: pip install '${wanted}'`);
      await body();
    },
  });
}
