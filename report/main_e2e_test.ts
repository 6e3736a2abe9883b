import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

async function report(args: string[], variables: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "report", ...args],
    cwd: ROOT,
    env: { SPILLWAY_DATA: "", SPILLWAY_RUN: "", NO_COLOR: "1", ...variables },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("report names every fault of its input, and starts nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/manifest.json`, "{}");
    const out = `${folder}/manifest.json`;
    const { code, stdout, stderr } = await report(["none-such", folder, "--out", out, "--jsn"]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /there must be such a run in data\/runs, got "none-such"/);
    assert.match(stderr, /there is no option --jsn\n {2}did you mean --json\?/);
    assert.match(stderr, /--out must be a folder, got "\S+manifest\.json"/);
    assert.match(stderr, /manifest\.json: it must have run_id.*\n {2}deno task runs check /);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("report takes the runs of SPILLWAY_RUN where it is given none, and none beside the example's", async () => {
  const named = await report([], { SPILLWAY_RUN: "none-such, nowhere" });
  assert.equal(named.code, 2);
  assert.match(named.stderr, /got "none-such"[^]*got "nowhere"/);
  const example = await report(["phase5"], { SPILLWAY_DATA: "example" });
  assert.equal(example.code, 2);
  assert.match(example.stderr, /none can be named, got "phase5"\n {2}unset SPILLWAY_DATA/);
});

Deno.test("report --help says what it makes", async () => {
  const { code, stdout } = await report(["--help"]);
  assert.equal(code, 0);
  for (const name of ["index.html", "report.md", "claims.json", "report/prose/"]) {
    assert.ok(stdout.includes(name), name);
  }
});
