/**
 * Fetches what the scripts of a bench import, so that their start waits for no download. Deno shows
 * each download on standard error.
 *
 * @throws when something cannot be fetched; Deno has said what.
 */
export async function prefetch(scripts: readonly string[], signal: AbortSignal): Promise<void> {
  if (scripts.length === 0) return;
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--quiet", "--frozen", ...scripts],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
    signal,
  }).spawn().status;
  signal.throwIfAborted();
  if (code === 0) return;
  throw new Error("Cannot fetch packages: npm's registry must be reachable for the first run");
}
