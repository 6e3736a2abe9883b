import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Check } from "./doctor_checks.ts";

/** Runs the command as a process with the permissions it is meant to have. */
async function doctor(permissions: string[], ...args: string[]) {
  const script = fileURLToPath(new URL("./doctor.ts", import.meta.url));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", ...permissions, script, ...args],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

const PERMISSIONS = [
  "--allow-env",
  "--allow-net=127.0.0.1",
  "--allow-read",
  "--allow-write",
  "--allow-sys=statfs,systemMemoryInfo",
  `--allow-run=${Deno.execPath()}`,
];

Deno.test("doctor prints one JSON document with every check of this machine", async () => {
  const { stdout, stderr, code } = await doctor(PERMISSIONS, "--json");
  const { ok, checks } = JSON.parse(stdout);
  assert.equal(stderr, "");
  assert.equal(code, ok ? 0 : 1);
  const states = Object.fromEntries(checks.map(({ name, state }: Check) => [name, state]));
  for (const name of ["deno", "system", "loopback", "processes"]) assert.equal(states[name], "ok");
});

Deno.test("doctor, as its task runs it, may write where temporary files go", async () => {
  // As on macOS, where that is not /tmp.
  const folder = await Deno.makeTempDir({ dir: "/var/tmp" });
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "doctor", "--json"],
      env: { TMPDIR: folder },
      stdin: "null",
    }).output();
    const { checks } = JSON.parse(new TextDecoder().decode(stdout));
    const check = checks.find(({ name }: Check) => name === "temp folder");
    assert.deepEqual(check, {
      name: "temp folder",
      state: "ok",
      found: `${folder} can be written`,
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("doctor without permissions says what is not allowed, and exits 1", async () => {
  const { stdout, code } = await doctor(["--allow-env", "--allow-read"]);
  assert.equal(code, 1);
  assert.match(stdout, /MISSING {2}loopback +Requires net access/);
  assert.match(stdout, /MISSING {2}processes +Requires run access/);
});

Deno.test("doctor names an unknown option and the nearest one, and exits 2", async () => {
  const { stdout, stderr, code } = await doctor(["--allow-env", "--allow-read"], "--jsn");
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    "Cannot examine this machine: there is no option --jsn\n  did you mean --json?\n",
  );
});
