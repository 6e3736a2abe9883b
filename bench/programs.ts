/**
 * Programs of others, run through a shell.
 *
 * @module
 */

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
  return text.match(/\d+\.\d+(\.\d+)?/)?.[0] ?? "unknown";
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
