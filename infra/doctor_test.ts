import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { doctorScreen } from "./doctor.ts";
import { type Check, compareVersions, diagnose, type Facts, PARTIES } from "./doctor_checks.ts";

const healthy: Facts = {
  denoVersion: "2.9.6",
  os: "linux",
  arch: "x86_64",
  cores: 2,
  memoryAvailableBytes: 4e9,
  diskFreeBytes: 10e9,
  runsFolder: "/repo/data/runs",
  temporaryFolder: "/tmp",
  packagesCached: true,
  registryUrl: "https://registry.npmjs.org/",
  parties: Object.fromEntries(Object.keys(PARTIES).map((name) => [name, "1.0"])),
};

function verdict(name: string, facts: Partial<Facts>): Check {
  const check = diagnose({ ...healthy, ...facts }).find((one) => one.name === name);
  assert.ok(check, name);
  return check;
}

Deno.test("diagnose() finds nothing to do on a healthy machine", () => {
  const checks = diagnose({ ...healthy, registry: "reachable" });
  assert.deepEqual(checks.filter(({ state }) => state !== "ok"), []);
  assert.deepEqual(checks.filter(({ advice }) => advice !== undefined), []);
});

Deno.test("diagnose() says how bad each shortfall is, and what to do", () => {
  const cases: [string, Partial<Facts>, Check["state"]][] = [
    ["deno", { denoVersion: "2.9.5" }, "missing"],
    ["deno", { denoVersion: "2.10.0" }, "note"],
    ["system", { os: "darwin" }, "ok"],
    ["system", { os: "windows" }, "missing"],
    ["loopback", { loopbackFault: "refused" }, "missing"],
    ["processes", { spawnFault: "not allowed" }, "missing"],
    ["runs folder", { runsFault: "read-only file system" }, "missing"],
    ["disk", { diskFreeBytes: 1e8 }, "missing"],
    ["disk", { diskFreeBytes: 1e9 }, "note"],
    ["disk", { diskFreeBytes: undefined }, "note"],
    ["temp folder", { temporaryFault: "not there" }, "note"],
    ["memory", { memoryAvailableBytes: 1e9 }, "note"],
    ["memory", { memoryAvailableBytes: undefined }, "note"],
    ["cores", { cores: 1 }, "note"],
    ["packages", { packagesCached: false }, "note"],
    ["registry", { registry: "dns error" }, "note"],
    ["registry", { registry: "dns error", packagesCached: false }, "missing"],
    ["locust", { parties: {} }, "note"],
  ];
  for (const [name, facts, state] of cases) {
    const check = verdict(name, facts);
    assert.equal(check.state, state, `${name} ${JSON.stringify(facts)}`);
    assert.equal(check.advice !== undefined, state !== "ok", name);
  }
});

Deno.test("diagnose() does not speak of the registry unless it was called", () => {
  assert.equal(diagnose(healthy).some(({ name }) => name === "registry"), false);
});

Deno.test("compareVersions() compares numbers, not text", () => {
  assert.ok(compareVersions("2.10.0", "2.9.6") > 0);
  assert.ok(compareVersions("1.99.99", "2.0.0") < 0);
  assert.equal(compareVersions("2.9.6+abc", "2.9.6"), 0);
});

Deno.test("doctorScreen() names what is missing last", () => {
  const screen = doctorScreen(diagnose({ ...healthy, loopbackFault: "refused", spawnFault: "no" }));
  assert.match(screen, /\n2 missing: loopback, processes$/);
  assert.match(screen, /MISSING {2}loopback +refused\n +every part talks over 127\.0\.0\.1/);
  assert.match(doctorScreen(diagnose(healthy)), /\nEverything that the main job needs is here/);
});

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
