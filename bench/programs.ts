/**
 * Programs of others, run through a shell.
 *
 * @module
 */

/** From SIGTERM to SIGKILL. */
const STOP_TIMEOUT_MS = 2_000;

/** Path of a program, or `undefined` if there is none of that name. */
export async function findProgram(name: string): Promise<string | undefined> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", 'command -v -- "$1"', "sh", name],
    stdin: "null",
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim() || undefined;
}

/** The first version number that a command prints. */
export async function versionOf(words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", 'exec "$@"', "sh", ...words],
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return versionIn(text);
}

/**
 * The first version number in a text; that of a program's Go is none.
 *
 * @example
 * ```ts
 * import { versionIn } from "./programs.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(versionIn("k6 v1.8.1 (go1.26.8, linux/amd64)"), "1.8.1");
 * assert.equal(versionIn("Runtime: go1.26.8\n mod github.com/tsenart/vegeta/v12 v12.13.0"), "12.13.0");
 * assert.equal(versionIn("Version:"), "unknown");
 * ```
 */
export function versionIn(text: string): string {
  return text.match(/(?<![\w.])v?(\d+\.\d+(\.\d+)?)/)?.[1] ?? "unknown";
}

/** The version of a Python package; `undefined` where it or Python is not installed. */
export async function pythonPackage(name: string): Promise<string | undefined> {
  if (await findProgram("python3") === undefined) return undefined;
  const script = `import ${name}; print(${name}.__version__)`;
  const version = await versionOf(["python3", "-c", script]);
  return version === "unknown" ? undefined : version;
}

/**
 * What a command that is measured by itself reports: the one JSON line that it prints.
 *
 * @throws when it fails, with the end of what it said, or the signal's reason.
 */
export async function reportOf<T>(
  { name, words, env = {} }: {
    name: string;
    words: readonly string[];
    env?: Readonly<Record<string, string>>;
  },
  signal: AbortSignal,
): Promise<T> {
  const { success, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", 'exec "$@"', "sh", ...words],
    stdin: "null",
    // Python would leave what it compiled beside the peers.
    env: { PYTHONDONTWRITEBYTECODE: "1", ...env },
    signal,
  }).output();
  signal.throwIfAborted();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${name} failed: ${decoder.decode(stderr).trim().slice(-500)}`);
  return JSON.parse(decoder.decode(stdout));
}

/**
 * Runs a command to its end.
 *
 * @throws when it fails, with the end of what it said, or when `signal` aborts; it has then ended.
 */
export async function runProgram(
  { words, input, env }: {
    words: readonly string[];
    input?: string;
    env?: Readonly<Record<string, string>>;
  },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const process = new Deno.Command("sh", {
    args: ["-c", 'exec "$@"', "sh", ...words],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(env && { env }),
  }).spawn();
  const onAbort = () => process.kill("SIGKILL");
  signal.addEventListener("abort", onAbort);
  try {
    const writer = process.stdin.getWriter();
    await writer.write(new TextEncoder().encode(input ?? "")).catch(() => {});
    await writer.close().catch(() => {});
    const { success, stderr } = await process.output();
    signal.throwIfAborted();
    if (success) return;
    const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-5).join("\n");
    throw new Error(`${words.slice(0, 2).join(" ")} failed: ${said}`);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** A program that runs until it is stopped. */
export interface BackgroundProgram {
  name: string;
  /** Ends it; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a program in the background; what it writes goes nowhere. */
export function startProgram(
  { words, env }: { words: readonly string[]; env?: Readonly<Record<string, string>> },
): BackgroundProgram {
  const process = new Deno.Command("sh", {
    args: ["-c", 'exec "$@"', "sh", ...words],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    ...(env && { env }),
  }).spawn();
  let running = true;
  const ended = process.status.then(() => {
    running = false;
  });
  return {
    name: words[0]!,
    async stop() {
      // It is asked first, so that it can end what it has started itself.
      if (running) process.kill("SIGTERM");
      const timer = setTimeout(() => running && process.kill("SIGKILL"), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
