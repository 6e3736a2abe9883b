import assert from "node:assert/strict";
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
    ["browser", { os: "darwin" }, "note"],
    ["browser", { arch: "aarch64" }, "note"],
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
