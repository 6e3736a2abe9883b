/**
 * The programs that run as child processes, and the least that each may do.
 *
 * @module
 */

/** The programs of the local target. */
export type HostName = "api" | "worker" | "cloud";

const SCRIPTS: Readonly<Record<HostName, string>> = {
  api: new URL("../../services/api/main.ts", import.meta.url).href,
  worker: new URL("../../services/worker/main.ts", import.meta.url).href,
  cloud: new URL("./cloud_main.ts", import.meta.url).href,
};

/** The module that a host runs. */
export function hostScript(name: HostName): string {
  return SCRIPTS[name];
}

/**
 * Deno's permission options of a host: loopback, the AWS endpoint, and the environment, which holds
 * nothing but what it was started with.
 *
 * @param endpointUrl the AWS endpoint; absent on real AWS.
 */
export function hostPermissions(name: HostName, endpointUrl?: string): string[] {
  const hosts = new Set(["127.0.0.1", "localhost"]);
  if (endpointUrl !== undefined && name !== "cloud") hosts.add(new URL(endpointUrl).hostname);
  return [`--allow-net=${[...hosts].join(",")}`, "--allow-env"];
}

/**
 * Fetches what the hosts import, so that their start waits for no download; Deno shows each download
 * on standard error. Does nothing that is noticed when all is cached.
 *
 * @throws when something cannot be fetched; Deno has said what.
 */
export async function prefetchHosts(
  names: readonly HostName[] = ["api", "worker", "cloud"],
  signal?: AbortSignal,
): Promise<void> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "--frozen", ...names.map(hostScript)],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
    ...(signal && { signal }),
  }).spawn().status;
  signal?.throwIfAborted();
  if (code === 0) return;
  throw new Error(
    "Cannot fetch the packages of the local stack: npm's registry must be reachable for the first run",
  );
}
