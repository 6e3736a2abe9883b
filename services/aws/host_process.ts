/**
 * A host as a real process, for tests.
 *
 * @module
 */

/** What a host has written so far on one line each. */
export type HostLine = Record<string, unknown> & { event: string };

/** A running host. */
export interface HostProcess {
  readonly pid: number;
  readonly lines: readonly HostLine[];
  /** Lines of one event. */
  events(name: string): HostLine[];
  /**
   * Resolves with the first line for which `wanted` holds.
   *
   * @throws when the host ends without it.
   */
  line(wanted: (line: HostLine) => boolean): Promise<HostLine>;
  kill(signal: Deno.Signal): void;
  /** Ends the host's standard input, as its parent's death would. */
  closeInput(): Promise<void>;
  /** Resolves when it has ended and everything it wrote has been read. */
  readonly ended: Promise<{ code: number; stderr: string }>;
}

/** The permissions that both hosts need on `local`. */
export const HOST_PERMISSIONS = ["--allow-net=127.0.0.1,localhost", "--allow-env"];

/** Starts `services/<host>/main.ts` with nothing in its environment but `env`. */
export function startHost(host: "api" | "worker", env: Record<string, string>): HostProcess {
  const inherited = Object.fromEntries(
    ["HOME", "PATH", "DENO_DIR", "XDG_CACHE_HOME"].flatMap((name) => {
      const value = Deno.env.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      ...HOST_PERMISSIONS,
      new URL(`../${host}/main.ts`, import.meta.url).href,
    ],
    clearEnv: true,
    env: { ...inherited, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const lines: HostLine[] = [];
  const changed = new Set<() => void>();
  let over = false;
  const notify = () => {
    for (const wake of changed) wake();
  };
  const read = readLines(process.stdout, (line) => {
    lines.push(JSON.parse(line));
    notify();
  });
  const ended = (async () => {
    const [status, stderr] = await Promise.all([
      process.status,
      new Response(process.stderr).text(),
      read,
    ]);
    over = true;
    notify();
    await process.stdin.close().catch(() => {});
    return { code: status.code, stderr };
  })();
  return {
    pid: process.pid,
    lines,
    events: (name) => lines.filter(({ event }) => event === name),
    line: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(wanted);
          if (found) resolve(found);
          else if (over) reject(new Error(`the host ended without that line`));
          else return;
          changed.delete(look);
        };
        changed.add(look);
        look();
      }),
    kill: (signal) => process.kill(signal),
    closeInput: () => process.stdin.close(),
    ended,
  };
}

async function readLines(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void) {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream() as TextDecoding)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    parts.forEach(onLine);
  }
  if (rest !== "") onLine(rest);
}

/** The type of `TextDecoderStream` is wider on its writable side than `pipeThrough` takes. */
type TextDecoding = ReadableWritablePair<string, Uint8Array>;
