/**
 * What this machine must have and what is good to have, decided from facts alone.
 *
 * @module
 */

/** What was found here; `undefined` where it could not be found out. */
export interface Facts {
  denoVersion: string;
  os: string;
  arch: string;
  cores: number;
  memoryAvailableBytes: number | undefined;
  /** Free space where runs are kept. */
  diskFreeBytes: number | undefined;
  runsFolder: string;
  /** Why a file cannot be written there; absent where it can. */
  runsFault?: string;
  /** Why a loopback port cannot be served and called; absent where it can. */
  loopbackFault?: string;
  /** Why a child process cannot be started; absent where it can. */
  spawnFault?: string;
  temporaryFolder: string;
  /** Why a file cannot be written there; absent where it can. */
  temporaryFault?: string;
  /** Whether all packages of the main job are in Deno's cache. */
  packagesCached: boolean;
  registryUrl: string;
  /** Only where it was asked for: why the registry cannot be reached, or `reachable`. */
  registry?: string;
  /** Versions of what is installed, by name. */
  parties: Readonly<Record<string, string | undefined>>;
}

/** The verdict on one point. */
export interface Check {
  name: string;
  /** `ok`; `note`: something works less well or is not there; `missing`: a command cannot run. */
  state: "ok" | "note" | "missing";
  /** What was found. */
  found: string;
  /** What to do about it; with `note` and `missing`. */
  advice?: string;
}

/** The version that everything is tested with. */
export const DENO_WANTED = "2.9.6";
/** Two cores carry the stated figures: one for the load, one for the services. */
export const CORES_WANTED = 2;
/** Memory of the whole stack at a backlog of 100,000 orders. */
export const MEMORY_WANTED_BYTES = 1.5e9;
/** Below this no run is safe: the main job writes some 30 MB, a long one some 100 MB. */
export const DISK_NEEDED_BYTES = 200e6;
/** Room for a few dozen runs. */
export const DISK_WANTED_BYTES = 2e9;

const SYSTEMS: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS" };

/** Programs of others that single commands use, and what for. */
export const PARTIES: Readonly<Record<string, { use: string; install: string }>> = {
  git: { use: "names the commit in a run's manifest", install: "install git" },
  python3: { use: "runs the independent clients", install: "install Python 3.10 or later" },
  boto3: { use: "checks the embedded cloud", install: "python3 -m pip install boto3" },
  locust: { use: "puts load on deno task local", install: "python3 -m pip install locust" },
  frictionless: { use: "validates a run's files", install: "python3 -m pip install frictionless" },
  jupyter: {
    use: "opens the notebooks, whose cells have every permission that Deno has",
    install: "python3 -m pip install jupyterlab (or VS Code with its Jupyter extension)",
  },
  nbconvert: {
    use: "executes the notebooks in tests",
    install: "python3 -m pip install nbconvert",
  },
};

/** Every point with its verdict, the required ones first. */
export function diagnose(facts: Facts): Check[] {
  return [
    denoCheck(facts),
    systemCheck(facts),
    allowed("loopback", "127.0.0.1 can be served and called", facts.loopbackFault, {
      advice: "every part talks over 127.0.0.1: allow it in the firewall or the sandbox",
    }),
    allowed("processes", "child processes can be started", facts.spawnFault, {
      advice: "API, workers and cloud are processes: allow them, or use --target sim",
    }),
    allowed("runs folder", `${facts.runsFolder} can be written`, facts.runsFault, {
      advice: "make it writable, or say --out DIR to experiment",
    }),
    diskCheck(facts),
    allowed("temp folder", `${facts.temporaryFolder} can be written`, facts.temporaryFault, {
      advice: "deno task test needs one: set TMPDIR to a folder that can be written",
      state: "note",
    }),
    memoryCheck(facts),
    coresCheck(facts),
    browserCheck(facts),
    ...packageChecks(facts),
    ...partyChecks(facts),
  ];
}

/**
 * Below 0 where `a` is the older of two dotted versions, above 0 where it is the newer.
 *
 * @example
 * ```ts
 * import { compareVersions } from "./doctor_checks.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(compareVersions("2.10.0", "2.9.6") > 0);
 * ```
 */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split(/[.+-]/).slice(0, 3).map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function denoCheck({ denoVersion }: Facts): Check {
  const name = "deno";
  const order = compareVersions(denoVersion, DENO_WANTED);
  if (order === 0) return { name, state: "ok", found: denoVersion };
  const advice = `npx -y deno@${DENO_WANTED} task … runs every command with the tested version`;
  const found = `${denoVersion}, tested with ${DENO_WANTED}`;
  return { name, state: order < 0 ? "missing" : "note", found, advice };
}

function systemCheck({ os, arch }: Facts): Check {
  const system = SYSTEMS[os];
  const name = "system";
  if (system) return { name, state: "ok", found: `${system} ${arch}` };
  const advice =
    "deno task local, experiment --target local and their tests end processes by signals, " +
    "which needs Linux or macOS (WSL 2 is Linux); --target sim runs anywhere";
  return { name, state: "missing", found: `${os} ${arch}`, advice };
}

/** The one part that needs more than {@linkcode systemCheck} asks for. */
function browserCheck({ os, arch }: Facts): Check {
  const name = "browser";
  if (os === "linux" && arch === "x86_64") {
    return { name, state: "ok", found: "Chromium's npm package runs here" };
  }
  const found = `Chromium's npm package does not run on ${SYSTEMS[os] ?? os} ${arch}`;
  const advice = "the report's test in a browser is skipped here; CI runs it on Linux x86_64";
  return { name, state: "note", found, advice };
}

function allowed(
  name: string,
  found: string,
  fault: string | undefined,
  { advice, state = "missing" }: { advice: string; state?: "note" | "missing" },
): Check {
  if (fault === undefined) return { name, state: "ok", found };
  return { name, state, found: fault, advice };
}

function diskCheck({ diskFreeBytes }: Facts): Check {
  const name = "disk";
  if (diskFreeBytes === undefined) {
    const advice = "see that some 2 GB are free where runs are kept";
    return { name, state: "note", found: "free space is not known", advice };
  }
  const found = `${gigabytes(diskFreeBytes)} free where runs are kept`;
  if (diskFreeBytes >= DISK_WANTED_BYTES) return { name, state: "ok", found };
  const state = diskFreeBytes < DISK_NEEDED_BYTES ? "missing" : "note";
  const advice = `free ${gigabytes(DISK_WANTED_BYTES)}, or say --out DIR on a larger disk`;
  return { name, state, found, advice };
}

function memoryCheck({ memoryAvailableBytes }: Facts): Check {
  const name = "memory";
  if (memoryAvailableBytes === undefined) {
    const advice = `see that ${gigabytes(MEMORY_WANTED_BYTES)} are free`;
    return { name, state: "note", found: "free memory is not known", advice };
  }
  const found = `${gigabytes(memoryAvailableBytes)} available`;
  if (memoryAvailableBytes >= MEMORY_WANTED_BYTES) return { name, state: "ok", found };
  const advice = `a backlog of 100,000 orders takes up to ${gigabytes(MEMORY_WANTED_BYTES)}`;
  return { name, state: "note", found, advice };
}

function coresCheck({ cores }: Facts): Check {
  const name = "cores";
  if (cores >= CORES_WANTED) return { name, state: "ok", found: String(cores) };
  const advice =
    `the stated figures need ${CORES_WANTED}: on fewer the load and the services share ` +
    "one, and trials may be marked";
  return { name, state: "note", found: String(cores), advice };
}

function packageChecks({ packagesCached, registryUrl, registry }: Facts): Check[] {
  const cached: Check = packagesCached
    ? { name: "packages", state: "ok", found: "all of the main job are in Deno's cache" }
    : {
      name: "packages",
      state: "note",
      found: "some are not in Deno's cache yet",
      advice: `the first run fetches under 60 MB from ${registryUrl}`,
    };
  if (registry === undefined) return [cached];
  const name = "registry";
  if (registry === "reachable") {
    return [cached, { name, state: "ok", found: `${registryUrl} answers` }];
  }
  const state = packagesCached ? "note" : "missing";
  const advice = "set NPM_CONFIG_REGISTRY to a mirror that can be reached, or HTTPS_PROXY";
  return [cached, { name, state, found: `${registryUrl}: ${registry}`, advice }];
}

function partyChecks({ parties }: Facts): Check[] {
  return Object.entries(PARTIES).map(([name, { use, install }]): Check => {
    const version = parties[name];
    if (version !== undefined) return { name, state: "ok", found: version };
    return { name, state: "note", found: `not found; ${use}`, advice: `if wanted: ${install}` };
  });
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}
