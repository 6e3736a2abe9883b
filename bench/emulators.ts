/**
 * The AWS emulators that `bench cloud` measures: ours and its peers, each on a port of its own.
 *
 * @module
 */
import { type Child, startChild } from "../infra/local/child_process.ts";
import { cloudEnvironment } from "../infra/local/host_environment.ts";
import { hostPermissions, hostScript } from "../infra/local/hosts.ts";
import { peerVersion } from "./peer_version.ts";
import { type BackgroundProgram, findProgram, startProgram, versionOf } from "./programs.ts";

/** An emulator that runs. */
export interface RunningEmulator {
  url: string;
  stop(): Promise<void>;
}

/** An emulator. */
export interface Emulator {
  name: string;
  /** Its version, or why it cannot be measured. */
  find(ownVersion: string): Promise<{ version: string } | { missing: string }>;
  /** Resolves when it takes calls. */
  start(signal: AbortSignal): Promise<RunningEmulator>;
}

const FAUXQS = new URL("./peers/fauxqs_server.ts", import.meta.url).href;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;

/** Scripts that are started. */
export const EMULATOR_SCRIPTS: readonly string[] = [hostScript("cloud"), FAUXQS];

async function listening(child: Child): Promise<RunningEmulator> {
  const stop = async () => void await child.stop(STOP_TIMEOUT_MS);
  try {
    return { url: (await child.ready ?? "").replace(/\/$/, ""), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

async function answers(url: string, program: BackgroundProgram, signal: AbortSignal) {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    signal.throwIfAborted();
    const up = await fetch(url, { signal: AbortSignal.timeout(1_000) })
      .then((answer) => answer.body?.cancel().then(() => true) ?? true, () => false);
    if (up) return;
    if (performance.now() > deadlineMs) {
      throw new Error(`Cannot start ${program.name}: it must answer within ${START_TIMEOUT_MS} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function installed(
  name: string,
  install: string,
  version: readonly string[],
  command: (port: number) => { words: string[]; env?: Record<string, string> },
): Emulator {
  return {
    name,
    async find() {
      const program = command(0).words[0]!;
      if (await findProgram(program) === undefined) {
        return { missing: `${name} is not installed: ${install}` };
      }
      return { version: await versionOf(version) };
    },
    async start(signal) {
      const port = freePort();
      const url = `http://127.0.0.1:${port}`;
      const program = startProgram(command(port));
      try {
        await answers(url, program, signal);
      } catch (error) {
        await program.stop();
        throw error;
      }
      return { url, stop: program.stop };
    },
  };
}

/** Words that print the version of the Python package that a program belongs to. */
function pythonPackage(program: string, name = program): string[] {
  // The program's first line names the Python that has the package; pyenv's own scripts find theirs.
  const script = `
path=$(pyenv which "$1" 2>/dev/null || command -v "$1")
python=$(sed -n '1s/^#!//p' "$path")
exec $python -c 'import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))' "$2"`;
  return ["sh", "-c", script, "sh", program, name];
}

/** Ours first. */
export const emulators: readonly Emulator[] = [
  {
    name: "spillway",
    find: (version) => Promise.resolve({ version }),
    start: () =>
      listening(startChild({
        taskId: "cloud",
        script: hostScript("cloud"),
        permissions: hostPermissions("cloud"),
        env: cloudEnvironment({ port: 0, region: "us-east-1", metricPeriodS: 60, latenciesMs: {} }),
        startTimeoutMs: START_TIMEOUT_MS,
      })),
  },
  {
    name: "fauxqs",
    find: async () => ({ version: await peerVersion("fauxqs") }),
    start: () =>
      listening(startChild({
        taskId: "fauxqs",
        script: FAUXQS,
        permissions: ["--allow-net=127.0.0.1", "--allow-env", "--allow-sys", "--allow-read"],
        env: {},
        startTimeoutMs: START_TIMEOUT_MS,
      })),
  },
  installed(
    "ministack",
    "pip install ministack",
    pythonPackage("ministack"),
    (port) => ({ words: ["ministack"], env: { GATEWAY_PORT: String(port) } }),
  ),
  installed(
    "moto",
    "pip install 'moto[server]'",
    pythonPackage("moto_server", "moto"),
    (port) => ({ words: ["moto_server", "--host=127.0.0.1", `--port=${port}`] }),
  ),
];
