/**
 * Tests that need a Python package: a check by something that shares no code with this project. They are
 * skipped where it is not installed, unless SPILLWAY_REQUIRE_ALL is set.
 *
 * @module
 */
import assert from "node:assert/strict";

const ROOT = new URL("..", import.meta.url).pathname;
const PYTHON = "python3";
const REQUIRED = Boolean(Deno.env.get("SPILLWAY_REQUIRE_ALL"));

/** Runs Python in the repository's folder; `text` is standard output, then standard error. */
export async function python(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(PYTHON, {
    args: [...args],
    cwd: ROOT,
    env: { ...env, PYTHONDONTWRITEBYTECODE: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

async function installed(module: string): Promise<boolean> {
  return await python(["-c", `import ${module}`]).then(({ code }) => code === 0, () => false);
}

/** Declares a test that needs the package `module`. */
export async function testWithPython(
  module: string,
  name: string,
  body: () => Promise<void>,
): Promise<void> {
  const found = await installed(module);
  Deno.test({
    name: `${name} [${module}]`,
    ignore: !found && !REQUIRED,
    async fn() {
      assert.ok(found, `${module} must be installed for ${PYTHON}: pip install ${module}`);
      await body();
    },
  });
}
