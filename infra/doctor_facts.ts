/**
 * Finds out what this machine has; changes nothing.
 *
 * @module
 */
import { statfsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Facts } from "./doctor_checks.ts";
import { hostScript } from "./local/hosts.ts";

const RUNS_FOLDER = fileURLToPath(new URL("../data/runs", import.meta.url));
const PROBE = new URL("./doctor_probe.ts", import.meta.url).href;
const ANSWER_MS = 10_000;

/** @param online whether the npm registry may be called. */
export async function collectFacts(online: boolean): Promise<Facts> {
  const registryUrl = Deno.env.get("NPM_CONFIG_REGISTRY") || "https://registry.npmjs.org/";
  const temporaryFolder = Deno.env.get("TMPDIR") || "/tmp";
  const [loopbackFault, spawnFault, packagesCached, parties, registry] = await Promise.all([
    faultOf(callLoopback),
    faultOf(startProcess),
    arePackagesCached(),
    findParties(),
    online ? callRegistry(registryUrl) : undefined,
  ]);
  const runsFault = await faultOf(() => writeFile(RUNS_FOLDER));
  const temporaryFault = await faultOf(() => writeFile(temporaryFolder));
  return {
    denoVersion: Deno.version.deno,
    os: Deno.build.os,
    arch: Deno.build.arch,
    cores: navigator.hardwareConcurrency,
    memoryAvailableBytes: orUndefined(() => Deno.systemMemoryInfo().available),
    diskFreeBytes: orUndefined(() => freeBytes(RUNS_FOLDER)),
    runsFolder: RUNS_FOLDER,
    ...(runsFault !== undefined && { runsFault }),
    ...(loopbackFault !== undefined && { loopbackFault }),
    ...(spawnFault !== undefined && { spawnFault }),
    temporaryFolder,
    ...(temporaryFault !== undefined && { temporaryFault }),
    packagesCached,
    registryUrl,
    ...(registry !== undefined && { registry }),
    parties,
  };
}

async function faultOf(action: () => Promise<void>): Promise<string | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

async function callLoopback(): Promise<void> {
  const listen = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(listen, () => new Response("here"));
  try {
    const url = `http://127.0.0.1:${server.addr.port}/`;
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
    const text = await response.text();
    if (text !== "here") throw new Error(`127.0.0.1 answers with ${JSON.stringify(text)}`);
  } finally {
    await server.shutdown();
  }
}

async function startProcess(): Promise<void> {
  const { code } = await runDeno(["--version"]);
  if (code !== 0) throw new Error(`${Deno.execPath()} --version exited with code ${code}`);
}

async function arePackagesCached(): Promise<boolean> {
  const scripts = (["api", "worker", "cloud"] as const).map(hostScript);
  const look = ["test", "--no-run", "--no-check", "--cached-only", "--frozen", ...scripts];
  try {
    return (await runDeno(look)).code === 0;
  } catch {
    return false;
  }
}

async function findParties(): Promise<Record<string, string>> {
  try {
    const probe = ["run", "--no-prompt", "--allow-run=python3,git,jupyter", PROBE];
    const { code, stdout } = await runDeno(probe);
    return code === 0 ? JSON.parse(stdout) : {};
  } catch {
    return {};
  }
}

/** In a child, so that `doctor` itself needs no permission but loopback. */
async function callRegistry(registryUrl: string): Promise<string> {
  const script = `
    const response = await fetch(${
    JSON.stringify(registryUrl)
  }, { signal: AbortSignal.timeout(${ANSWER_MS}) });
    await response.body?.cancel();`;
  try {
    const { code, stderr } = await runDeno(["eval", script]);
    if (code === 0) return "reachable";
    return stderr.split("\n").find((line) => line.includes("rror")) ?? "it cannot be reached";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runDeno(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(60_000),
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Writes and removes a file; a folder that is not there yet is created, as a run would. */
async function writeFile(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const path = await Deno.makeTempFile({ dir: folder, prefix: ".doctor-" });
  try {
    await Deno.writeTextFile(path, "doctor\n");
  } finally {
    await Deno.remove(path);
  }
}

/** Bytes that are free where a folder is. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
