/**
 * One service process: started with least permissions and a bare environment, ready when it says so,
 * stopped within a stated time, never outliving its parent.
 *
 * @module
 */
import { MESSAGE_BYTES_MAX } from "./log_batch.ts";
import { type Line, lineSplitter } from "./log_lines.ts";
import type { LogShipper } from "./log_shipper.ts";

/** What to start. */
export interface ChildDefinition {
  /** Names the process in errors and logs: `worker-1`. */
  taskId: string;
  /** The module to run: a path, or a `file:` URL. */
  script: string;
  /** Deno's permission options: `--allow-net=127.0.0.1`. Nothing else is allowed. */
  permissions: readonly string[];
  /** The environment; nothing is inherited but what Deno itself needs. */
  env: Readonly<Record<string, string>>;
  /** Where its output goes; absent: nowhere. */
  shipper?: Pick<LogShipper, "pump">;
  /** How long it may take to become ready, milliseconds, > 0. */
  startTimeoutMs: number;
}

/** How a process ended. */
export interface ChildExit {
  taskId: string;
  pid: number;
  code: number;
  signal: Deno.Signal | null;
  /** The last lines of its standard error, at most {@linkcode STDERR_LINES_MAX}. */
  stderr: readonly string[];
}

/** A process that runs, or has run. */
export interface Child {
  readonly taskId: string;
  readonly pid: number;
  /**
   * Resolves with the URL that it listens on, or `undefined` for one that listens on none.
   *
   * @throws {ChildStartError} when it ends first or takes too long.
   */
  readonly ready: Promise<string | undefined>;
  /** Resolves when it has ended and what it wrote has been read, or cannot be for now. */
  readonly exited: Promise<ChildExit>;
  /** Sends a signal; a process that has ended is left alone. */
  kill(signal: Deno.Signal): void;
  /** SIGTERM, and after `timeoutMs` SIGKILL; resolves when it has ended. */
  stop(timeoutMs: number): Promise<ChildExit>;
}

/** A process that did not become ready. */
export class ChildStartError extends Error {
  override name = "ChildStartError";
  constructor(
    message: string,
    /** The exit code, if it ended by itself. */
    readonly code?: number,
  ) {
    super(message);
  }
}

/** Lines of standard error that are kept for messages. */
export const STDERR_LINES_MAX = 20;

/** How long the output of an ended process is waited for, milliseconds. */
const LAST_WORDS_MS = 2_000;

/** What Deno needs of the environment to find its cache and its temporary folder. */
const INHERITED = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "DENO_DIR",
  "XDG_CACHE_HOME",
  "TMPDIR",
  "TZ",
  "NPM_CONFIG_REGISTRY",
] as const;

/** The environment of every child, before its own settings. */
export function bareEnvironment(
  get: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Record<string, string> {
  const env: Record<string, string> = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
  for (const name of INHERITED) {
    const value = get(name);
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Deno's arguments for a child: nothing is asked, nothing is downloaded, no lock file is written. */
export function childArguments(script: string, permissions: readonly string[]): string[] {
  return ["run", "--quiet", "--no-prompt", "--cached-only", "--frozen", ...permissions, script];
}

/**
 * Starts a process. It belongs to this process's group (no session of its own), watches its standard
 * input, which this process holds open, and so ends by itself when this process is gone.
 */
export function startChild(definition: ChildDefinition): Child {
  const { taskId, shipper, startTimeoutMs } = definition;
  const process = new Deno.Command(Deno.execPath(), {
    args: childArguments(definition.script, definition.permissions),
    clearEnv: true,
    env: { ...bareEnvironment(), ...definition.env, PARENT_WATCH: "stdin" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const { pid } = process;
  const stderr: string[] = [];
  const announced = Promise.withResolvers<string | undefined>();
  let watching = true;
  let running = true;

  const pump = shipper?.pump ?? discard;
  const outputs = Promise.all([
    pump(process.stdout, (line) => {
      const url = watching ? readiness(line) : undefined;
      if (url === undefined) return;
      watching = false;
      announced.resolve(url || undefined);
    }),
    pump(process.stderr, (line) => {
      stderr.push(line);
      if (stderr.length > STDERR_LINES_MAX) stderr.shift();
    }),
  ]);

  const exited = (async () => {
    const { code, signal } = await process.status;
    running = false;
    // Held until here: a collected stream would close, and the child would take its parent for gone.
    await process.stdin.close().catch(() => {});
    // While Logs are away its shipper stops reading; its end must be known all the same.
    await within(LAST_WORDS_MS, outputs);
    return { taskId, pid, code, signal, stderr };
  })();

  function kill(signal: Deno.Signal) {
    if (!running) return;
    try {
      process.kill(signal);
    } catch (error) {
      // It ended between the last look and now.
      if (!(error instanceof Deno.errors.NotFound) && !(error instanceof TypeError)) throw error;
    }
  }

  const ready = becomesReady({
    taskId,
    announced: announced.promise,
    exited,
    startTimeoutMs,
    stderr,
  });
  ready.catch(() => {});
  return {
    taskId,
    pid,
    ready,
    exited,
    kill,
    async stop(timeoutMs) {
      kill("SIGTERM");
      const timer = setTimeout(() => kill("SIGKILL"), timeoutMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}

/** The URL of a line that says `listening`, "" for one that says `ready`, else `undefined`. */
export function readiness(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const { event, url } = JSON.parse(line);
    if (event === "ready") return "";
    return event === "listening" && typeof url === "string" ? url : undefined;
  } catch {
    return undefined;
  }
}

async function becomesReady({ taskId, announced, exited, startTimeoutMs, stderr }: {
  taskId: string;
  announced: Promise<string | undefined>;
  exited: Promise<ChildExit>;
  startTimeoutMs: number;
  stderr: readonly string[];
}): Promise<string | undefined> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const rule = `it must be ready within ${startTimeoutMs / 1_000} s and was not`;
    late.reject(new ChildStartError(withStderr(`Cannot start ${taskId}: ${rule}`, stderr)));
  }, startTimeoutMs);
  const ended = exited.then((exit) => {
    const words = withStderr(
      `Cannot start ${taskId}: it ${exitWords(exit)} before it was ready`,
      stderr,
    );
    throw new ChildStartError(words, exit.signal === null ? exit.code : undefined);
  });
  try {
    return await Promise.race([announced, ended, late.promise]);
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
  }
}

/** How a process ended, in words: `exited with code 2`, `was ended by SIGKILL`. */
export function exitWords({ code, signal }: Pick<ChildExit, "code" | "signal">): string {
  return signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
}

/** `message` with what the process said on standard error under it. */
export function withStderr(message: string, stderr: readonly string[]): string {
  return [message, ...stderr.map((line) => `  ${line}`)].join("\n");
}

async function within(ms: number, event: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, ms);
  await Promise.race([event, late.promise]);
  clearTimeout(timer);
}

/** Reads an output that nobody keeps, so that its writer never waits. */
async function discard(output: ReadableStream<Uint8Array>, onLine?: (line: string) => void) {
  const splitter = lineSplitter(MESSAGE_BYTES_MAX);
  const say = (lines: Line[]) => lines.forEach(({ text }) => onLine?.(text));
  for await (const chunk of output) say(splitter.push(chunk));
  say(splitter.end());
}
