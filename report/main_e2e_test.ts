import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function report(...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "report", ...args],
    cwd: ROOT,
    env: { SPILLWAY_DATA: "example", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("report names every fault of its input, and starts nothing", async () => {
  const { code, stdout, stderr } = await report("none-such", "--jsn");
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.match(stderr, /there must be such a run in data\/example, got "none-such"/);
  assert.match(stderr, /there is no option --jsn\n {2}did you mean --json\?/);
});

Deno.test("report --help says what it makes", async () => {
  const { code, stdout } = await report("--help");
  assert.equal(code, 0);
  for (const name of ["index.html", "report.md", "claims.json", "report/prose/"]) {
    assert.ok(stdout.includes(name), name);
  }
});
